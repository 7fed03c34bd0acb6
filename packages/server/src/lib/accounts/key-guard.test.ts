import { request } from 'node:http'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startWordServer } from '../test-support/start-word-server.test-support.ts'
import { generateApiKey } from './api-keys.ts'

/** Sends a request through the proxy's header and returns its status. */
function get(url: string, key: string, headers: Record<string, string> = {}): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const options = { headers: { authorization: `Bearer ${key}`, ...headers } }
    request(`${url}/v1/usage`, options, (answer) => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end()
  })
}

const from = (address: string) => ({ 'x-forwarded-for': address })

async function guess(url: string, headers?: Record<string, string>, times = 11): Promise<(number | undefined)[]> {
  const statuses = []
  for (let index = 0; index < times; index += 1) statuses.push(await get(url, generateApiKey(), headers))
  return statuses
}

const slowed = [...Array(10).fill(401), 429]

it('slows down failures only: a valid key passes from an address that guesses', async () => {
  await using server = await startWordServer()
  expect(await guess(server.url)).toEqual(slowed)
  expect(await get(server.url, server.apiKey)).toBe(200)
})

it('counts failures by the address behind a trusted proxy', async () => {
  await using server = await startWordServer({ trustedProxies: ['127.0.0.0/8'] })
  expect(await guess(server.url, from('203.0.113.5'))).toEqual(slowed)
  expect(await get(server.url, generateApiKey(), from('203.0.113.6'))).toBe(401)
  // A client cannot write its way into another bucket: the proxy's entry is the last one.
  expect(await get(server.url, generateApiKey(), from('198.51.100.1, 203.0.113.5'))).toBe(429)
})

it('counts failures of one IPv6 network together', async () => {
  await using server = await startWordServer({ trustedProxies: ['127.0.0.1'] })
  const statuses = []
  for (let index = 1; index <= 11; index += 1) {
    statuses.push(await get(server.url, generateApiKey(), from(`2001:db8:1:2:${index}::1`)))
  }
  expect(statuses).toEqual(slowed)
  expect(await get(server.url, generateApiKey(), from('2001:db8:1:3::1'))).toBe(401)
})

it('ignores the header of a client that is no trusted proxy', async () => {
  await using server = await startWordServer({ trustedProxies: ['10.0.0.0/8'] })
  const statuses = []
  for (let index = 1; index <= 11; index += 1) {
    statuses.push(await get(server.url, generateApiKey(), from(`203.0.113.${index}`)))
  }
  expect(statuses).toEqual(slowed)
})

it('counts failures over HTTP and WebSocket together, by the same address', async () => {
  await using server = await startWordServer({ trustedProxies: ['127.0.0.1'] })
  await guess(server.url, from('203.0.113.5'), 10)
  const upgrade = (address: string) =>
    new Promise((resolve) => {
      const headers = { authorization: `Bearer ${generateApiKey()}`, ...from(address) }
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/v1/realtime`, { headers })
      socket.on('unexpected-response', (_, answer) => resolve(answer.resume().statusCode))
      socket.on('error', () => undefined)
    })
  expect(await upgrade('203.0.113.5')).toBe(429)
  expect(await upgrade('203.0.113.6')).toBe(401)
})

it('logs the address of the client', async () => {
  const entries: Readonly<Record<string, unknown>>[] = []
  const ignore = () => undefined
  const logger = {
    debug: ignore,
    warn: ignore,
    error: ignore,
    info: (entry: object) => void entries.push({ ...entry }),
  }
  await using server = await startWordServer({ trustedProxies: ['127.0.0.1'], logger })
  await get(server.url, server.apiKey, from('203.0.113.5'))
  expect(entries.at(-1)).toMatchObject({ path: '/v1/usage', address: '203.0.113.5' })
})

it('refuses to start with a proxy that is neither an address nor a block', async () => {
  await expect(startWordServer({ trustedProxies: ['proxy.example'] })).rejects.toThrow(RangeError)
})
