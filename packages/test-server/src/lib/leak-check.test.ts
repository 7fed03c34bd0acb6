import { describe, expect, it } from 'vitest'
import { countAbortListeners } from './count-abort-listeners.ts'
import { createGate } from './gate.ts'
import { leakCheck } from './leak-check.ts'
import { RawClient } from './raw-client.ts'
import { startTestServer } from './start-test-server.ts'

describe('leakCheck', () => {
  it('sees nothing after the dispose of a server that was busy with every kind of wait', async () => {
    const leaks = leakCheck()
    const server = await startTestServer({
      'GET /stall': { sse: ['a'], stallAt: 1, commentIntervalMs: 60_000 },
      'GET /gate': { sse: [createGate()], commentIntervalMs: 60_000 },
      'GET /delay': { delayMs: 60_000 },
      'GET /trickle': { text: 'ab', trickle: { chunkBytes: 1, intervalMs: 60_000 } },
    })
    for (const path of ['/stall', '/gate', '/delay', '/trickle']) {
      await RawClient.request(server.port, `GET ${path}`)
      await server.nextRequest()
    }
    await server.close()
    expect(await leaks.difference()).toEqual({})
  })

  it('names timers and sockets that are left', async () => {
    const leaks = leakCheck()
    // Use several, so that a test runner timer that ends in the meantime cannot hide the leak.
    const timers = Array.from({ length: 10 }, () => setTimeout(() => {}, 60_000))
    await using server = await startTestServer({})
    const client = await RawClient.connect(server.port)
    const { Timeout, ...sockets } = await leaks.difference({ timeoutMs: 20 })
    expect(sockets).toEqual({ TCPServerWrap: 1, TCPSocketWrap: 2 })
    expect(Math.abs(Timeout! - timers.length)).toBeLessThan(3)
    for (const timer of timers) clearTimeout(timer)
    client.socket.destroy()
    await server.close()
    expect(await leaks.difference()).toEqual({})
  })
})

describe('countAbortListeners', () => {
  it('counts abort listeners', () => {
    const { signal } = new AbortController()
    expect(countAbortListeners(signal)).toBe(0)
    signal.addEventListener('abort', () => {})
    signal.addEventListener('abort', () => {})
    expect(countAbortListeners(signal)).toBe(2)
  })
})
