import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClientAddress, toAddressBlock } from './client-address.ts'

const proxies = ['10.0.0.0/8', '192.0.2.7', '2001:db8:aaaa::/48']

describe('the address of a client', () => {
  it.each([
    { what: 'no header', remote: '10.0.0.1', headers: {}, address: '10.0.0.1' },
    { what: 'one proxy', remote: '10.0.0.1', headers: { 'x-forwarded-for': '203.0.113.5' }, address: '203.0.113.5' },
    {
      what: 'a chain of proxies',
      remote: '10.0.0.1',
      headers: { 'x-forwarded-for': '203.0.113.5, 192.0.2.7,10.9.9.9' },
      address: '203.0.113.5',
    },
    {
      what: 'addresses that the client wrote itself',
      remote: '10.0.0.1',
      headers: { 'x-forwarded-for': '198.51.100.1, 10.1.1.1, 203.0.113.5, 10.0.0.2' },
      address: '203.0.113.5',
    },
    {
      what: 'a header from a client that is no proxy',
      remote: '203.0.113.9',
      headers: { 'x-forwarded-for': '198.51.100.1', forwarded: 'for=198.51.100.1' },
      address: '203.0.113.9',
    },
    {
      what: 'a mapped remote address',
      remote: '::ffff:10.0.0.1',
      headers: { 'x-forwarded-for': '::ffff:203.0.113.5' },
      address: '203.0.113.5',
    },
    {
      what: 'ports',
      remote: '10.0.0.1',
      headers: { 'x-forwarded-for': '203.0.113.5:4711' },
      address: '203.0.113.5',
    },
    {
      what: 'Forwarded',
      remote: '2001:db8:aaaa::1',
      headers: { forwarded: 'for=198.51.100.1, For="[2001:db8::17]:4711";proto=https;by=_x, for=10.0.0.2' },
      address: '2001:db8::17',
    },
    {
      what: 'an obfuscated hop, which ends the chain',
      remote: '10.0.0.1',
      headers: { forwarded: 'for=198.51.100.1, for=_hidden, for=10.0.0.2' },
      address: '10.0.0.2',
    },
    {
      what: 'headers that disagree',
      remote: '10.0.0.1',
      headers: { 'x-forwarded-for': '203.0.113.5', forwarded: 'for=198.51.100.1' },
      address: '10.0.0.1',
    },
    {
      what: 'headers that agree',
      remote: '10.0.0.1',
      headers: { 'x-forwarded-for': '203.0.113.5', forwarded: 'for=203.0.113.5' },
      address: '203.0.113.5',
    },
    { what: 'only proxies', remote: '10.0.0.1', headers: { 'x-forwarded-for': '10.0.0.3' }, address: '10.0.0.3' },
    {
      what: 'nonsense',
      remote: '10.0.0.1',
      headers: { 'x-forwarded-for': 'unknown, 0x7f.1' },
      address: '10.0.0.1',
    },
  ])('with $what is $address', ({ remote, headers, address }) => {
    expect(createClientAddress(proxies)({ remoteAddress: remote, headers })).toBe(address)
  })

  it('is that of the connection if no proxy is trusted', () => {
    const headers = { 'x-forwarded-for': '198.51.100.1', forwarded: 'for=198.51.100.1' }
    expect(createClientAddress([])({ remoteAddress: '127.0.0.1', headers })).toBe('127.0.0.1')
  })

  it('does not depend on what a client writes in front of the hop that a proxy added', () => {
    const find = createClientAddress(proxies)
    const anything = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.string(),
      fc.constantFrom('10.0.0.1', '192.0.2.7', 'for=1.2.3.4'),
    )
    fc.assert(
      fc.property(fc.array(anything), fc.string(), (written, forwarded) => {
        const headers = { 'x-forwarded-for': [...written, '203.0.113.5'].join(', '), forwarded }
        expect(['203.0.113.5', '10.0.0.1']).toContain(find({ remoteAddress: '10.0.0.1', headers }))
        const { forwarded: _, ...only } = headers
        expect(find({ remoteAddress: '10.0.0.1', headers: only })).toBe('203.0.113.5')
      }),
    )
  })

  it.each(['10.0.0.0/33', 'proxy.example', '', '1.2.3.4/'])('cannot trust %j', (block) => {
    expect(() => createClientAddress([block])).toThrow(RangeError)
    expect(() => createClientAddress([block])).toThrow('expected an address or a CIDR block')
  })
})

it.each([
  ['203.0.113.5', '203.0.113.5'],
  ['::ffff:203.0.113.5', '203.0.113.5'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['', ''],
])('counts failures of %s under %s', (address, block) => {
  expect(toAddressBlock(address)).toBe(block)
})
