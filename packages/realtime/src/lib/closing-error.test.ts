import { startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { greeting, openSession } from './session.test-support.ts'

const expired = { code: 'session_expired', message: 'Your session hit the maximum duration of 60 minutes.' }

describe('an open session', () => {
  it.each([
    { code: 1001, reason: 'going away' },
    { code: 1001, reason: '', error: expired },
    { code: 1000, reason: '', error: expired },
    { code: 1008, reason: 'session expired' },
    { code: 1008, reason: '', error: expired },
    { code: undefined, reason: '' },
    { code: 1011, reason: 'oops' },
    { code: 1012, reason: 'restart' },
    { code: 1013, reason: 'try again later' },
    { code: 1014, reason: 'bad gateway' },
    { code: 4000, reason: 'bye' },
    { code: 4408, reason: 'one hour' },
    { code: 4503, reason: 'overloaded' },
  ])('reconnects after close code $code "$reason"', async ({ code, reason, error }) => {
    await using server = await startTestServer({
      'WS /v1/realtime': {
        inTurn: [
          greeting(async (socket) => {
            if (error) await socket.send({ type: 'error', error })
            await socket.close(code === undefined ? undefined : { code, reason })
          }),
          greeting(),
        ],
      },
    })
    await using session = await openSession(server.url)
    await expect.poll(() => [server.requests.length, session.state]).toEqual([2, 'open'])
  })

  it.each([
    { code: 1002, reason: '', is: 'invalid_response' },
    { code: 1007, reason: '', is: 'bad_request' },
    { code: 1008, reason: 'Invalid API key', is: 'unauthorized' },
    { code: 1008, reason: 'token expired', is: 'unauthorized' },
    { code: 1008, reason: '', error: { code: 'authentication_error' }, is: 'unauthorized' },
    { code: 1008, reason: 'insufficient balance', is: 'insufficient_balance' },
    { code: 1008, reason: 'too many rejected events', is: 'rate_limited', retries: true },
    { code: 1008, reason: 'unread data', is: 'forbidden' },
    { code: 1008, reason: '', is: 'forbidden' },
    { code: 3000, reason: '', is: 'unauthorized' },
    { code: 3003, reason: '', is: 'forbidden' },
    { code: 4401, reason: '', is: 'unauthorized' },
    { code: 4402, reason: '', is: 'insufficient_balance' },
    { code: 4404, reason: '', is: 'not_found' },
  ])('ends after close code $code "$reason" with $is', async ({ code, reason, error, is, retries }) => {
    await using server = await startTestServer({
      'WS /v1/realtime': greeting(async (socket) => {
        if (error) await socket.send({ type: 'error', error })
        await socket.close({ code, reason })
      }),
    })
    const session = await openSession(server.url, { reconnect: retries ? false : { baseDelayMs: 1 } })
    expect((await session.closed).error).toMatchObject({ code: is })
    expect(server.requests).toHaveLength(1)
  })

  it('reports the error event before a closure without a reason', async () => {
    await using server = await startTestServer({
      'WS /v1/realtime': greeting(async (socket) => {
        await socket.send({ type: 'error', error: { message: 'out of memory' } })
        await socket.close({ code: 1011, reason: '' })
      }),
    })
    const session = await openSession(server.url, { reconnect: false })
    expect((await session.closed).error).toMatchObject({ message: expect.stringContaining('out of memory') })
  })
})
