import { createGate, type ScriptedSocket, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import type { Interruption } from './server-event.ts'
import { greeting, openSession, received } from './session.test-support.ts'

/** Milliseconds of `pcm16` audio at 24 kHz, in deltas of a number of bytes. */
const audio = (durationMs: number, { item = 'i1', response = 'r1', size = 4_800 } = {}): object[] => {
  const bytes = durationMs * 48
  return Array.from({ length: Math.ceil(bytes / size) }, (_, index) => ({
    type: 'response.audio.delta',
    response_id: response,
    item_id: item,
    delta: Buffer.alloc(Math.min(size, bytes - index * size), 7).toString('base64'),
  }))
}
const created = (id = 'r1'): object => ({ type: 'response.created', response: { id } })
const done = (id = 'r1'): object => ({ type: 'response.done', response: { id, status: 'completed' } })
const spoke = { type: 'input_audio_buffer.speech_started', item_id: 'u' }
const end = { type: 'test.end' }

const sending =
  (events: readonly object[]) =>
  async (socket: ScriptedSocket): Promise<void> => {
    for (const event of [...events, end]) await socket.send(event)
  }

/** Plays events to a session. Returns the truncations it sends, and the interruptions it emits. */
async function play(
  events: readonly object[],
  playedMs?: (itemId: string) => number,
): Promise<{ cuts: unknown[][]; interruptions: Interruption[] }> {
  await using server = await startTestServer({
    'WS /v1/realtime': greeting(sending(events), (socket) => socket.until({ type: 'response.cancel' })),
  })
  await using session = await openSession(server.url, { playedMs })
  const interruptions: Interruption[] = []
  session.on('mira.interrupted', ({ type: _, ...interruption }) => interruptions.push(interruption))
  await session.waitFor('test.end')
  session.send({ type: 'response.cancel' })
  const socket = await server.nextSocket()
  await expect.poll(() => received(socket).at(-1)?.type).toBe('response.cancel')
  const cuts = received(socket).filter(({ type }) => type === 'conversation.item.truncate')
  return { cuts: cuts.map(({ item_id, audio_end_ms }) => [item_id, audio_end_ms]), interruptions }
}

describe('speech after a response', () => {
  it.each([
    { heardMs: 700, size: 4_800 },
    { heardMs: 699.3, size: 8_642 },
    { heardMs: 651, size: 960 },
    { heardMs: 9_999, size: 801 },
  ])('leaves an answer of 700 ms whole that was heard for $heardMs ms', async ({ heardMs, size }) => {
    const { cuts, interruptions } = await play(
      [created(), ...audio(700, { size }), done(), spoke, spoke],
      () => heardMs,
    )
    expect(cuts).toEqual([])
    expect(interruptions).toEqual([])
  })

  it.each([
    { heardMs: 600, cutMs: 600 },
    { heardMs: 0, cutMs: 0 },
    { heardMs: -5, cutMs: 0 },
    { heardMs: 300.9, cutMs: 300 },
  ])('cuts an answer once that was heard for $heardMs ms', async ({ heardMs, cutMs }) => {
    const { cuts, interruptions } = await play([created(), ...audio(700), done(), spoke, spoke, spoke], () => heardMs)
    expect(cuts).toEqual([['i1', cutMs]])
    expect(interruptions).toEqual([{ responseId: 'r1', itemId: 'i1', audioEndMs: cutMs }])
  })

  it('cuts every item that was not heard to its end, and reports the one being played', async () => {
    const events = [
      ...[created(), ...audio(200), ...audio(300, { item: 'i2' }), done(), created('r2')],
      ...[...audio(400, { item: 'i3', response: 'r2' }), done('r2'), spoke],
    ]
    const { cuts, interruptions } = await play(events, (itemId) => ({ i1: 200, i2: 100 })[itemId] ?? 0)
    expect(cuts).toEqual([
      ['i2', 100],
      ['i3', 0],
    ])
    expect(interruptions).toEqual([{ responseId: 'r2', itemId: 'i2', audioEndMs: 100 }])
  })

  it('stops playback once, without a cut, when the position is unknown', async () => {
    for (const playedMs of [undefined, () => Number.NaN]) {
      const { cuts, interruptions } = await play([created(), ...audio(700), done(), spoke, spoke], playedMs)
      expect(cuts).toEqual([])
      expect(interruptions).toEqual([{ responseId: 'r1', itemId: 'i1' }])
    }
  })
})

describe('speech during a response', () => {
  it.each([
    { what: 'nothing but its start', events: [created(), spoke], cuts: [] },
    {
      what: 'audio that is still coming',
      events: [created(), ...audio(300), spoke, ...audio(100)],
      cuts: [['i1', 300]],
    },
    {
      what: 'an item that was heard, and its end',
      events: [created(), ...audio(300), { type: 'response.audio.done', item_id: 'i1' }, spoke],
      cuts: [],
    },
  ])('interrupts $what', async ({ events, cuts }) => {
    const result = await play(events, () => 9_999)
    expect(result.cuts).toEqual(cuts)
    expect(result.interruptions).toHaveLength(1)
  })
})

it('does not cut on a new connection what only the old one had', async () => {
  await using server = await startTestServer({
    'WS /v1/realtime': {
      inTurn: [
        greeting(sending([created(), ...audio(700), done()]), (socket) => socket.disconnect('reset')),
        greeting(sending([spoke])),
      ],
    },
  })
  await using session = await openSession(server.url, { playedMs: () => 300 })
  const interrupted = session.waitFor('mira.interrupted')
  await interrupted
  session.send({ type: 'input_audio_buffer.clear' })
  await expect
    .poll(() => received(server.sockets[1]).map(({ type }) => type))
    .toEqual(['session.update', 'input_audio_buffer.clear'])
})

it('interrupts at the position of the player when the caller names none', async () => {
  const gate = createGate()
  await using server = await startTestServer({
    'WS /v1/realtime': greeting(sending([created(), ...audio(700)]), () => gate.arrive()),
  })
  await using session = await openSession(server.url, { playedMs: () => 250 })
  await session.waitFor('test.end')
  expect(session.interrupt()).toEqual({ responseId: 'r1', itemId: 'i1', audioEndMs: 250 })
  expect(session.interrupt({ playedMs: 100 })).toEqual({ responseId: 'r1' })
  gate.open()
})
