import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { bodyPart, RawClient } from '../raw-client.ts'
import { startTestServer } from '../start-test-server.ts'
import { startChaosProxy } from './chaos-proxy.ts'
import type { ChaosRule } from './chaos-rule.ts'

const requestLine = 'GET /'
const requestLength = 'GET / HTTP/1.1\r\nhost: test\r\n\r\n'.length

function portOf(url: string): number {
  return Number(new URL(url).port)
}

describe('startChaosProxy', () => {
  it('passes HTTP and WebSocket unharmed by default', async () => {
    await using server = await startTestServer({
      'POST /echo': (request) => ({ bytes: request.body }),
      'WS /': [{ expect: 'a' }, { send: 'b' }, { close: { code: 4000 } }],
    })
    await using proxy = await startChaosProxy({ target: server.url })
    const body = new Uint8Array(300_000).fill(7)
    const echoed = await (await fetch(`${proxy.url}/echo`, { method: 'POST', body })).arrayBuffer()
    expect(Buffer.from(echoed).equals(body)).toBe(true)
    await using socketProxy = await startChaosProxy({ target: server.webSocketUrl })
    expect(socketProxy.url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+$/)
    const client = new WebSocket(socketProxy.url)
    client.on('open', () => client.send('a'))
    expect(String((await once(client, 'message'))[0])).toBe('b')
    expect((await once(client, 'close'))[0]).toBe(4000)
    await socketProxy.connections[0]!.closed
  })

  it.each<{ rule: ChaosRule; passed: object; ended: string; served: number }>([
    { rule: { toClient: { dropAt: 5 } }, passed: { toClient: 5 }, ended: 'end', served: 1 },
    { rule: { toClient: { resetAt: 5 } }, passed: { toClient: 5 }, ended: 'ECONNRESET', served: 1 },
    { rule: { toServer: { dropAt: 5 } }, passed: { toServer: 5, toClient: 0 }, ended: 'end', served: 0 },
    { rule: { toServer: { resetAt: 5 } }, passed: { toServer: 5, toClient: 0 }, ended: 'ECONNRESET', served: 0 },
    {
      rule: { toServer: { dropAt: requestLength } },
      passed: { toServer: requestLength, toClient: 0 },
      ended: 'end',
      served: 1,
    },
    { rule: { toServer: { dropAt: 0 } }, passed: { toServer: 0, toClient: 0 }, ended: 'end', served: 0 },
    { rule: { toServer: { resetAt: 0 } }, passed: { toServer: 0, toClient: 0 }, ended: 'ECONNRESET', served: 0 },
  ])('$rule ends the client by $ended', async ({ rule, passed, ended, served }) => {
    await using server = await startTestServer({ 'GET /': { text: 'hello' } })
    await using proxy = await startChaosProxy({ target: server.url, script: rule })
    const client = await RawClient.request(portOf(proxy.url), requestLine)
    expect(await client.ended).toBe(ended)
    await proxy.connections[0]!.closed
    await server.socketsClosed()
    expect(proxy.connections[0]!.passed).toMatchObject(passed)
    expect(server.requests).toHaveLength(served)
  })

  it('splits what passes', async () => {
    await using server = await startTestServer({ 'GET /': { text: 'hello', framing: 'close' } })
    await using proxy = await startChaosProxy({
      target: server.url,
      script: { toClient: { chunkBytes: 1, delayMs: 0 } },
    })
    const client = await RawClient.request(portOf(proxy.url), requestLine)
    expect(bodyPart((await client.finish()).text)).toBe('hello')
    expect(client.reads.every((read) => read.length === 1)).toBe(true)
  })

  it('stalls a direction at a byte, and lets go of a client that leaves', async () => {
    await using server = await startTestServer({ 'GET /': { text: 'hello', framing: 'close' } })
    await using proxy = await startChaosProxy({ target: server.url, script: { toClient: { stallAt: 8 } } })
    const client = await RawClient.request(portOf(proxy.url), requestLine)
    expect(await client.until('HTTP/1.1')).toBe('HTTP/1.1')
    await server.socketsClosed()
    client.socket.destroy()
    await proxy.connections[0]!.closed
    expect([client.text, proxy.connections[0]!.passed.toClient]).toEqual(['HTTP/1.1', 8])
  })

  it('stalls by hand: neither side hears of the other any more', async () => {
    await using server = await startTestServer({ 'WS /': [{ expect: 'a' }, { send: 'b' }] })
    await using proxy = await startChaosProxy({ target: server.webSocketUrl })
    const client = new WebSocket(proxy.url)
    const connection = await proxy.nextConnection()
    await once(client, 'open')
    client.send('a')
    await once(client, 'message')
    connection.stall()
    client.send('unheard')
    client.on('error', () => {}).terminate()
    await once(client, 'close')
    expect([server.openSockets, server.sockets[0]!.messages.length]).toEqual([1, 1])
  })

  it('gives connections rules in turn, the last again', async () => {
    await using server = await startTestServer({ 'GET /': { text: 'hello', framing: 'close' } })
    await using proxy = await startChaosProxy({ target: server.url, script: [{ toServer: { dropAt: 0 } }, {}] })
    const lengths: number[] = []
    for (let count = 0; count < 3; count++) {
      const client = await RawClient.request(portOf(proxy.url), requestLine)
      lengths.push(bodyPart((await client.finish()).text).length)
    }
    expect(lengths).toEqual([0, 5, 5])
  })

  it('closes the client when the target cannot be reached', async () => {
    const server = await startTestServer({})
    await server.close()
    await using proxy = await startChaosProxy({ target: server.url })
    const client = await RawClient.request(portOf(proxy.url), requestLine)
    expect(await client.ended).toBe('end')
  })

  it('closes everything on dispose', async () => {
    await using server = await startTestServer({ 'GET /': { beforeHeaders: 'stall' } })
    const proxy = await startChaosProxy({ target: server.url })
    const client = await RawClient.request(portOf(proxy.url), requestLine)
    await server.nextRequest()
    await proxy.close()
    await proxy.close()
    expect(await client.ended).toBe('end')
    await server.socketsClosed()
  })
})
