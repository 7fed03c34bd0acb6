import { type ScriptedSocket, startTestServer } from '@mira/test-server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { greeting, openSession } from '../session.test-support.ts'
import { attachAudio } from './attach-audio.ts'
import type { AudioSink } from './audio-ends.ts'
import { createResampler } from './create-resampler.ts'
import { parseWav, toWav } from './node/wav.ts'
import { createWavSink } from './node/wav-sink.ts'
import { createWavSource } from './node/wav-source.ts'

const tone = (hertz: number, sampleRate: number) =>
  Float32Array.from({ length: sampleRate }, (_, index) => Math.sin((2 * Math.PI * hertz * index) / sampleRate))

describe('createResampler', () => {
  it.each([
    [48_000, 24_000],
    [44_100, 24_000],
    [24_000, 48_000],
    [16_000, 44_100],
    [48_000, 16_000],
  ])('keeps a tone from %i to %i Hz, however it is cut', (from, to) => {
    const sound = tone(440, from)
    const resample = createResampler(from, to)
    const result: number[] = []
    for (let start = 0; start < sound.length; start += 128) result.push(...resample(sound.subarray(start, start + 128)))
    const expected = tone(440, to)
    expect(result.length).toBeGreaterThan(to * 0.99)
    const worst = Math.max(
      ...result.slice(to / 4, to / 2).map((value, index) => Math.abs(value - expected[index + to / 4]!)),
    )
    expect(worst).toBeLessThan(0.01)
  })

  it('takes away what the lower rate cannot hold', () => {
    const result = createResampler(48_000, 16_000)(tone(11_000, 48_000))
    expect(Math.max(...result.slice(2_000, 6_000).map(Math.abs))).toBeLessThan(0.01)
  })
})

describe('attachAudio', () => {
  const samples = Int16Array.from({ length: 2_400 }, (_, index) => index * 7)
  const deltas = (size: number): object[] => {
    const bytes = Buffer.from(samples.buffer)
    return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => ({
      type: 'response.audio.delta',
      item_id: 'i1',
      delta: bytes.subarray(index * size, (index + 1) * size).toString('base64'),
    }))
  }

  it.each([1, 7, 801, 960, 4_800])('plays deltas of %i bytes as the samples they hold', async (size) => {
    await using server = await startTestServer({
      'WS /v1/realtime': greeting(async (socket: ScriptedSocket) => {
        await socket.until({ type: 'response.create' })
        for (const event of [...deltas(size), { type: 'test.end' }]) await socket.send(event)
      }),
    })
    await using session = await openSession(server.url)
    const sink = createWavSink()
    await attachAudio(session, { sink })
    session.sendText('x')
    await session.waitFor('test.end')
    expect(parseWav(sink.toWav()).samples).toEqual(samples)
  })

  it('starts over with a response that is requested again, and follows the rate of the server', async () => {
    await using server = await startTestServer({
      'WS /v1/realtime': {
        inTurn: [
          greeting(async (socket: ScriptedSocket) => {
            await socket.until({ type: 'response.create' })
            await socket.send({ type: 'session.updated', session: { output_sample_rate: 16_000 } })
            await socket.send({ type: 'response.created', response: { id: 'r1' } })
            for (const event of deltas(961).slice(0, 2)) await socket.send(event)
            await socket.disconnect('reset')
          }),
          greeting(async (socket: ScriptedSocket) => {
            await socket.until({ type: 'response.create' })
            await socket.send({ type: 'response.created', response: { id: 'r2' } })
            for (const event of [...deltas(961), { type: 'test.end' }]) await socket.send(event)
          }),
        ],
      },
    })
    await using session = await openSession(server.url)
    const calls: string[] = []
    const played: number[] = []
    const sink: AudioSink = {
      async start(rate) {
        calls.push(`start ${rate}`)
      },
      write: (_, part) => void played.push(...part),
      stop() {
        calls.push('stop')
        played.length = 0
      },
      playedMs: () => 0,
      async close() {},
    }
    await attachAudio(session, { sink })
    session.sendText('x')
    await session.waitFor('test.end')
    expect(calls).toEqual(['start 24000', 'start 16000', 'stop', 'start 24000'].slice(0, calls.length))
    expect(calls).toContain('stop')
    expect(Int16Array.from(played)).toEqual(samples)
  })

  it.each([
    { params: { output_audio_format: 'g711_ulaw' }, ends: 'sink', message: /output_audio_format is g711_ulaw/ },
    { params: { input_audio_format: 'opus' }, ends: 'source', message: /input_audio_format is opus/ },
    { params: { audio: { output: { format: { type: 'audio/pcma' } } } }, ends: 'sink', message: /g711_alaw/ },
    { params: {}, ends: 'other', message: /sink is not an AudioSink/ },
  ])('refuses what it cannot play: $message', async ({ params, ends, message }) => {
    await using server = await startTestServer({ 'WS /v1/realtime': greeting() })
    await using session = await openSession(server.url, { params })
    const source = createWavSource(toWav({ samples, sampleRate: 24_000 }))
    const options = { sink: { sink: createWavSink() }, source: { source }, other: { sink: {} as AudioSink } }[ends]
    await expect(attachAudio(session, options ?? {})).rejects.toThrow(message)
  })

  it('refuses a format that only the server reports', async () => {
    await using server = await startTestServer({
      'WS /v1/realtime': async (socket: ScriptedSocket) => {
        await socket.send({ type: 'session.created', session: { output_audio_format: 'g711_ulaw' } })
        await socket.until({ type: 'never' })
      },
    })
    await using session = await openSession(server.url)
    expect([session.audioFormats.output, session.sampleRates.output]).toEqual(['g711_ulaw', 8_000])
    await expect(attachAudio(session, { sink: createWavSink() })).rejects.toThrow(TypeError)
  })
})

describe('WAV files', () => {
  it('are read as they were written', () => {
    const samples = Int16Array.from([0, 1, -1, 32_767, -32_768])
    expect(parseWav(toWav({ samples, sampleRate: 8_000 }))).toEqual({ samples, sampleRate: 8_000 })
  })

  it('of another kind are refused', () => {
    expect(() => parseWav(new TextEncoder().encode('no sound at all'))).toThrow(TypeError)
  })
})

describe('on a clock that tests move', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }))
  afterEach(() => void vi.useRealTimers())

  it('a WAV source plays in time, and then silence', async () => {
    const samples = Int16Array.from({ length: 1_600 }, (_, index) => index + 1)
    const source = createWavSource(toWav({ samples, sampleRate: 16_000 }))
    const heard: number[] = []
    await source.start(16_000, (frame) => heard.push(...frame))
    const heardAfter = [1, 1, 1, 1, 6, 2].map((steps) => {
      vi.advanceTimersByTime(steps * 10)
      return heard.length / 320
    })
    // Frames of 20 ms: each is due when its audio starts.
    expect(heardAfter).toEqual([1, 2, 2, 3, 6, 7])
    await source.ended
    await source.close()
    vi.advanceTimersByTime(1_000)
    expect(heard).toEqual([...samples, ...new Array(640).fill(0)])
  })

  it('a WAV sink keeps what was played, and not what was silenced', async () => {
    const sink = createWavSink()
    await sink.start(8_000)
    sink.write('a', new Int16Array(800).fill(1))
    sink.write('b', new Int16Array(80_000).fill(2))
    vi.advanceTimersByTime(150)
    sink.stop()
    vi.advanceTimersByTime(1_000)
    expect([sink.playedMs('a'), sink.playedMs('b')]).toEqual([100, 50])
    const { samples } = parseWav(sink.toWav())
    expect([...samples]).toEqual([...new Array(800).fill(1), ...new Array(400).fill(2)])
  })
})
