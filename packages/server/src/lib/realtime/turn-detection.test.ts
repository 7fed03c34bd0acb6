import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EngineUnavailableError, type TurnDetectionEngine, type TurnEvent } from '@mira/engine'
import { expect, it } from 'vitest'
import { writeTinyVoiceActivity } from '../../../../engine-audio/test/tiny-speech-models.ts'
import { createDurationEngine, createHummingEngine } from '../test-support/audio-engines.test-support.ts'
import { noMediaEngines } from '../test-support/no-media-engines.test-support.ts'
import { appendOf, connectClient, startRealtimeServer } from '../test-support/realtime-client.test-support.ts'
import { createWordChatEngine } from '../test-support/word-chat-engine.test-support.ts'

const engines = {
  ...noMediaEngines,
  speech: createHummingEngine(),
  transcription: createDurationEngine(),
  chat: createWordChatEngine(),
}

/** Engine whose detectors find what the test says, when it says it. */
class HeldEngine implements TurnDetectionEngine {
  readonly info = { name: 'held', kind: 'rules', description: 'Waits for a test' } as const
  readonly chunks: {
    readonly resolve: (events: readonly TurnEvent[]) => void
    readonly reject: (reason: Error) => void
  }[] = []

  async createDetector() {
    return {
      push: () =>
        new Promise<readonly TurnEvent[]>((resolve, reject) => {
          this.chunks.push({ resolve, reject })
        }),
      configure: () => {},
      reset: () => {},
      close: () => {},
    }
  }

  async close() {}
}

it('handles the events of a client in order while a detector takes its time', async () => {
  const turnDetection = new HeldEngine()
  await using server = await startRealtimeServer({ engines: { ...engines, turnDetection } })
  using client = await connectClient(server)
  client.send(appendOf(200, 440))
  client.send(appendOf(200, 440))
  client.send({ type: 'input_audio_buffer.commit' })
  client.send({ type: 'session.update', session: { instructions: 'Hum.' } })
  await expect.poll(() => turnDetection.chunks.length).toBe(1)
  // The round trip shows that nothing was handled meanwhile.
  const pong = new Promise((resolve) => client.socket.once('pong', resolve))
  client.socket.ping()
  turnDetection.chunks[0]!.resolve([{ type: 'start', at: 0 }])
  await expect.poll(() => turnDetection.chunks.length).toBe(2)
  expect(client.events.map(({ type }) => type)).not.toContain('input_audio_buffer.committed')
  turnDetection.chunks[1]!.resolve([])
  await Promise.all([client.next('session.updated'), pong])
  const types = client.events.map(({ type }) => type).filter((type) => /speech|committed|updated/.test(type))
  expect(types).toEqual(['input_audio_buffer.speech_started', 'input_audio_buffer.committed', 'session.updated'])
})

it('reports a detector that fails, and goes on with the next audio', async () => {
  const turnDetection = new HeldEngine()
  await using server = await startRealtimeServer({ engines: { ...engines, turnDetection } })
  using client = await connectClient(server)
  client.send(appendOf(200, 440))
  await expect.poll(() => turnDetection.chunks.length).toBe(1)
  turnDetection.chunks[0]!.reject(new EngineUnavailableError('The detector is loading', { status: 503 }))
  expect((await client.next('error')).error.message).toContain('The detector is loading')
  client.send(appendOf(200, 440))
  await expect.poll(() => turnDetection.chunks.length).toBe(2)
  turnDetection.chunks[1]!.resolve([
    { type: 'start', at: 3_200 },
    { type: 'stop', at: 6_400 },
  ])
  const started = await client.next('input_audio_buffer.speech_started')
  const stopped = await client.next('input_audio_buffer.speech_stopped')
  expect([started.audio_start_ms, stopped.audio_end_ms]).toEqual([200, 400])
})

it('ends a session whose detector never answers', async () => {
  const turnDetection = new HeldEngine()
  await using server = await startRealtimeServer({ engines: { ...engines, turnDetection } })
  using client = await connectClient(server)
  client.send(appendOf(200, 440))
  await expect.poll(() => turnDetection.chunks.length).toBe(1)
  client.socket.terminate()
  turnDetection.chunks[0]!.resolve([{ type: 'start', at: 0 }])
  await client.closed
})

it('refuses sessions without an engine', async () => {
  await using server = await startRealtimeServer({ engines: { ...engines, turnDetection: null } })
  await expect(connectClient(server)).rejects.toMatchObject({
    status: 501,
    message: expect.stringContaining('This server has no turn detection engine'),
  })
})

it('detects turns by a model of voice activity', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mira-turns-'))
  try {
    await writeTinyVoiceActivity(folder)
    await using server = await startRealtimeServer({ engines: { ...engines, turnDetection: folder } })
    using client = await connectClient(server)
    for (const pitch of [0, 440, 440, 0, 0]) client.send(appendOf(500, pitch))
    const { audio_start_ms } = await client.next('input_audio_buffer.speech_started')
    const { audio_end_ms } = await client.next('input_audio_buffer.speech_stopped')
    expect([audio_start_ms / 1_000, audio_end_ms / 1_000]).toEqual([expect.closeTo(0.008, 0.7), expect.closeTo(2, 0.7)])
    await client.next('response.done')
    const { engines: states } = await (await fetch(`${server.url}/health`)).json()
    expect(states.turnDetection).toMatchObject({ state: 'ready', name: 'sherpa-onnx', kind: 'neural' })
  } finally {
    await rm(folder, { recursive: true })
  }
})
