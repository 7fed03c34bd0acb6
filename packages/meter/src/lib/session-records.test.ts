import { createClient } from '@mira/core'
import { realtime } from '@mira/realtime'
import { type ScriptedSocket, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { meter } from './meter.ts'
import type { MeterOptions } from './meter-options.ts'

const prices = {
  models: {
    mira: { input_per_million_tokens: '50', output_per_million_tokens: '150' },
    'mira-realtime': { per_second: '0.20' },
  },
}
const usage = { input_tokens: 10, output_tokens: 4, total_tokens: 14 }
const done = (id: string, fields: object = { status: 'completed', usage }): object => ({
  type: 'response.done',
  response: { id, ...fields },
})
/** A second of audio. */
const audio = {
  type: 'response.audio.delta',
  response_id: 'r1',
  item_id: 'i1',
  delta: Buffer.alloc(48_000).toString('base64'),
}

async function open(options: MeterOptions, ...events: readonly object[]) {
  const server = await startTestServer({
    'WS /v1/realtime': async (socket: ScriptedSocket) => {
      await socket.send({ type: 'session.created', session: { id: 's' } })
      for (const event of events) await socket.send(event)
    },
  })
  const scope = meter(createClient({ baseUrl: server.url, apiKey: null }).extend(realtime), { prices, ...options })
  const session = await scope.client.realtime.connect({}, { reconnect: false })
  const close = async (): Promise<void> => {
    await session.close()
    await server[Symbol.asyncDispose]()
  }
  return { scope, session, server, [Symbol.asyncDispose]: close }
}

describe('a realtime session', () => {
  it('counts each response by its id, and the audio sent and received', async () => {
    await using opened = await open({}, audio, done('r1'), done('r2', { status: 'cancelled', usage: null }), {
      type: 'test.end',
    })
    const { session, scope } = opened
    await session.waitFor('test.end')
    void session.sendAudio(new Uint8Array(24_000))
    session.send({ type: 'input_audio_buffer.append', audio: Buffer.alloc(24_000).toString('base64') })
    await session.close()
    expect(scope.calls).toMatchObject([
      { operation: 'realtime.response', status: 'exact', requestId: 'r1', model: 'mira', usage: { promptTokens: 10 } },
      { operation: 'realtime.audio', status: 'exact', model: 'mira-realtime', usage: { calls: 0, durationMs: 2_000 } },
      { operation: 'realtime.response', status: 'unknown', requestId: 'r2', reason: 'cancelled' },
    ])
    expect(scope.usage).toMatchObject({ calls: 2, durationMs: 2_000 })
    expect(`${scope.cost}`).toBe('0.4011')
  })

  it('is ended with an error when it exceeds its budget', async () => {
    await using opened = await open({ maxCost: 40n }, audio, done('r1'), audio, audio, done('r2'), done('r3'))
    const { error } = await opened.session.closed
    expect(error).toMatchObject({ code: 'budget_exceeded', limit: 'maxCost', usage: { calls: 2 } })
    const readAll = async (): Promise<void> => {
      for await (const _ of opened.session);
    }
    await expect(readAll()).rejects.toBe(error)
  })

  it('is not counted without a scope', async () => {
    await using opened = await open({}, done('r1'))
    const plain = createClient({ baseUrl: opened.server.url, apiKey: null }).extend(realtime)
    await using session = await plain.realtime.connect({}, { reconnect: false })
    await session.waitFor('response.done')
    await opened.session.waitFor('response.done')
    expect(opened.scope.usage.calls).toBe(1)
  })
})
