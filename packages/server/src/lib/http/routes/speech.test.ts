import { EngineUnavailableError, type SpeechEngine } from '@mira/engine'
import { createLocalSpeechEngine } from '@mira/engine-audio'
import { findEspeak } from '@mira/test-programs/espeak'
import { findFfmpeg } from '@mira/test-programs/ffmpeg'
import { afterAll, describe, expect, it } from 'vitest'
import type { ServerOptions } from '../../options.ts'
import { readEvents } from '../../test-support/read-events.test-support.ts'
import { startMediaServer } from '../../test-support/start-media-server.test-support.ts'

// As on a machine without eSpeak NG and ffmpeg; a test that needs one passes its path.
const [noEspeak, noFfmpeg] = ['/nonexistent/espeak-ng', '/nonexistent/ffmpeg']
const flite = createLocalSpeechEngine({ espeakCommand: noEspeak })
afterAll(() => flite.close())
const start = (speech: SpeechEngine = flite, options: Pick<ServerOptions, 'ffmpegCommand'> = {}) =>
  startMediaServer({ engines: { speech }, ffmpegCommand: noFfmpeg, ...options })

const { command: ffmpegCommand } = findFfmpeg()
const { command: espeakCommand } = findEspeak()
const path = '/v1/audio/speech'
const text = 'Good morning. How are you today?'
const ascii = (bytes: Uint8Array, length = 4) => Buffer.from(bytes.subarray(0, length)).toString('latin1')

it.each([
  { body: { input: text }, mediaType: 'audio/mpeg', begins: '\xff\xf3' },
  { body: { text, voice: 'aria', response_format: 'mp3' }, mediaType: 'audio/mpeg', begins: '\xff\xf3' },
  { body: { input: text, response_format: 'wav', speed: 1.5, language: 'en' }, mediaType: 'audio/wav', begins: 'RIFF' },
])('speaks $body', async ({ body, mediaType, begins }) => {
  await using server = await start()
  const answer = await server.call('POST', path, body)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, mediaType])
  const sound = new Uint8Array(await answer.arrayBuffer())
  expect(ascii(sound, begins.length)).toBe(begins)
  expect(sound.length).toBeGreaterThan(10_000)
})

it('speaks at the requested speed, and charges by the character', async () => {
  await using server = await start()
  const long = text.repeat(8)
  const speak = async (speed: number) => {
    const answer = await server.call('POST', path, { input: long, response_format: 'pcm', speed })
    return (await answer.arrayBuffer()).byteLength / 2 / 24_000
  }
  const [slow, fast] = [await speak(0.5), await speak(2)]
  expect(slow / fast).toBeGreaterThan(3)
  // 900 rubles per million characters: 0.09 kopecks each. Spaces between sentences are not spoken.
  expect(await server.chargedKopecks()).toBeCloseTo(2 * long.length * 0.09, -1)
})

const ffmpegFormats = [
  { format: 'flac', mediaType: 'audio/flac', begins: 'fLaC' },
  { format: 'opus', mediaType: 'audio/ogg', begins: 'OggS' },
  { format: 'aac', mediaType: 'audio/aac', begins: '\xff\xf1' },
]

it
  .skipIf(ffmpegCommand === undefined)
  .each([...ffmpegFormats, { format: 'mp3', mediaType: 'audio/mpeg', begins: '\xff\xf3' }])(
  'speaks $format with ffmpeg',
  async ({ format, mediaType, begins }) => {
    await using server = await start(flite, { ffmpegCommand })
    const answer = await server.call('POST', path, { input: text, response_format: format })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, mediaType])
    const sound = new Uint8Array(await answer.arrayBuffer())
    expect(ascii(sound, begins.length)).toBe(begins)
    expect(sound.length).toBeGreaterThan(5_000)
    expect(await server.chargedKopecks()).toBeGreaterThan(0)
  },
)

it.each(ffmpegFormats)('refuses $format without ffmpeg, and charges nothing', async ({ format }) => {
  await using server = await start()
  const answer = await server.call('POST', path, { input: text, response_format: format })
  const detail = `response_format: ${format} requires ffmpeg on the server; available without it: mp3, wav and pcm`
  expect([answer.status, await answer.json()]).toMatchObject([400, { detail }])
  expect(await server.chargedKopecks()).toBe(0)
})

describe('in other languages', () => {
  const german = { input: 'Guten Morgen.', language: 'de', response_format: 'wav' }
  /** Starts a server with its local engine and the given eSpeak NG command. */
  const startWith = (command: string) => startMediaServer({ engines: { speech: undefined }, espeakCommand: command })
  const listVoices = async (server: Awaited<ReturnType<typeof startWith>>): Promise<string[]> => {
    const { data } = await (await server.call('GET', '/v1/audio/voices')).json()
    return data.map(({ id }: { id: string }) => id)
  }

  it.skipIf(espeakCommand === undefined)('speaks with eSpeak NG, and lists its voices', async () => {
    await using server = await startWith(espeakCommand!)
    expect(await listVoices(server)).toEqual(expect.arrayContaining(['aria', 'espeak-de', 'espeak-ru']))
    for (const voice of ['aria', 'espeak-de']) {
      const answer = await server.call('POST', path, { ...german, voice })
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'audio/wav'])
      const sound = new Uint8Array(await answer.arrayBuffer())
      expect(ascii(sound)).toBe('RIFF')
      expect(sound.length).toBeGreaterThan(20_000)
    }
    expect(await server.chargedKopecks()).toBe(2)
  })

  it('refuses without eSpeak NG, lists no voice of it and charges nothing', async () => {
    await using server = await startWith(noEspeak)
    const voices = await listVoices(server)
    expect(voices).toContain('aria')
    expect(voices.filter((id) => id.startsWith('espeak-'))).toEqual([])
    const answer = await server.call('POST', path, german)
    const detail = expect.stringMatching(/^language: Only English \(en\) can be spoken here, not de; install eSpeak NG/)
    expect([answer.status, await answer.json()]).toMatchObject([400, { detail }])
    expect(await server.chargedKopecks()).toBe(0)
  })
})

/** Speech engine whose pace a test determines. */
interface SlowEngine extends SpeechEngine {
  readonly spoken: string[]
  /** Number of calls that have waited, and of those whose caller has left meanwhile. */
  readonly waiting: number
  readonly aborted: number
  /** Speaks the next sentence. */
  go(): void
  fail(error: Error): void
}

/** Creates an engine that speaks one sentence for the first chunk, and another on each call of `go`. */
function createSlowEngine({ obeys = true } = {}): SlowEngine {
  const spoken: string[] = []
  const counts = { waiting: 0, aborted: 0 }
  let next = { go: () => {}, fail: (_error: Error) => {} }
  const wait = (signal: AbortSignal | undefined) =>
    new Promise<void>((resolve, reject) => {
      next = { go: resolve, fail: reject }
      counts.waiting += 1
      signal?.addEventListener('abort', () => {
        counts.aborted += 1
        if (obeys) reject(signal.reason)
      })
    })
  return {
    ...flite,
    spoken,
    get waiting() {
      return counts.waiting
    },
    get aborted() {
      return counts.aborted
    },
    go: () => next.go(),
    fail: (error) => next.fail(error),
    synthesize: ({ text: all }, options) => ({
      mediaType: 'audio/pcm',
      sampleRate: 24_000,
      async *[Symbol.asyncIterator]() {
        for (const sentence of all.split(/(?<=\.) /)) {
          if (spoken.length > 0) await wait(options?.signal)
          spoken.push(sentence)
          yield { audio: Buffer.alloc(1_000), text: sentence, durationSeconds: 1 }
        }
      },
    }),
    close: async () => {},
  }
}

it('sends each sentence as it is made, and charges of a speech that its caller leaves what was made', async () => {
  const speech = createSlowEngine()
  await using server = await start(speech)
  const sentence = `${'a'.repeat(99)}.`
  const input = Array(30).fill(sentence).join(' ')
  const caller = new AbortController()
  const answer = await server.call('POST', path, { input, response_format: 'pcm' }, { signal: caller.signal })
  const reader = answer.body!.getReader()
  await reader.read()
  expect(speech.spoken).toHaveLength(1)
  speech.go()
  await reader.read()
  expect(speech.spoken).toHaveLength(2)
  caller.abort()
  await expect.poll(() => server.chargedKopecks()).toBe(Math.floor(200 * 0.09))
  expect(speech.spoken).toHaveLength(2)
})

describe('events', () => {
  const events = { stream_format: 'sse', input: text }
  const listen = async (answer: Response) => (await readEvents(answer)).map(({ data }) => JSON.parse(data))

  it.each(['mp3', 'wav', 'pcm', undefined])('contain the same file as the audio: %s', async (response_format) => {
    await using server = await start()
    const file = await server.call('POST', path, { input: text, response_format, stream_format: 'audio' })
    const bytes = Buffer.from(await file.arrayBuffer())
    const answer = await server.call('POST', path, { ...events, response_format })
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const received = await listen(answer)
    const last = received.pop()
    expect(received.every(({ type }) => type === 'speech.audio.delta')).toBe(true)
    const parts = received.map(({ audio }) => Buffer.from(audio, 'base64'))
    expect(Buffer.concat(parts).equals(bytes)).toBe(true)
    const characters = text.replace('. ', '.').length
    expect(last).toEqual({
      type: 'speech.audio.done',
      usage: { input_tokens: characters, output_tokens: 0, total_tokens: characters },
    })
    expect(await server.chargedKopecks()).toBe(Math.floor(2 * characters * 0.09))
  })

  it('arrive as they are made, and end with an error that comes late', async () => {
    const speech = createSlowEngine()
    await using server = await start(speech)
    const answer = await server.call('POST', path, { ...events, response_format: 'pcm', input: 'One. Two.' })
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader.read()).value).toMatch(/^event: speech.audio.delta\ndata: {"type":"speech.audio.delta"/)
    const rest = reader.read()
    speech.fail(new EngineUnavailableError('The voice was lost', { status: 503 }))
    const { type, error } = JSON.parse((await rest).value!.split('data: ')[1]!)
    expect([type, error.message]).toEqual(['error', 'The voice was lost'])
    expect((await reader.read()).done).toBe(true)
  })

  it('reject with a status what fails at once', async () => {
    await using server = await start()
    const answer = await server.call('POST', path, { ...events, voice: 'nobody' })
    expect([answer.status, (await answer.json()).error.param]).toEqual([400, 'voice'])
  })
})

it.each(['sse', 'audio'])('releases its slot if its caller leaves before the first %s', async (stream_format) => {
  const speech = createSlowEngine({ obeys: false })
  await using server = await startMediaServer({ engines: { speech }, ffmpegCommand: noFfmpeg, plan: 'max' })
  speech.spoken.push('one before')
  // The plan allows three requests at a time.
  for (let attempt = 1; attempt <= 3; attempt++) {
    const caller = new AbortController()
    const init = { signal: caller.signal }
    const answer = server.call('POST', path, { input: 'One.', response_format: 'pcm', stream_format }, init)
    answer.catch(() => undefined)
    await expect.poll(() => speech.waiting).toBe(attempt)
    caller.abort()
    await expect.poll(() => speech.aborted).toBe(attempt)
    speech.go()
    await expect.poll(() => speech.spoken.length).toBe(attempt + 1)
  }
  speech.spoken.length = 0
  const call = () => server.call('POST', path, { input: 'One.', response_format: 'pcm' })
  await expect.poll(async () => (await call()).status).toBe(200)
})

it('names instructions, which the voices do not follow', async () => {
  await using server = await start()
  const answer = await server.call('POST', path, { input: text, instructions: 'Whisper', response_format: 'pcm' })
  await answer.arrayBuffer()
  expect([answer.status, answer.headers.get('x-mira-unknown-fields')]).toEqual([200, 'instructions: unknown field'])
})

it.each([
  { body: {}, status: 422, detail: 'input: expected a text to speak' },
  { body: { input: ' ' }, status: 422, detail: 'input: ' },
  { body: { input: 'a'.repeat(4_097) }, status: 422, detail: 'input: ' },
  { body: { input: text, speed: 5 }, status: 422, detail: 'speed: ' },
  { body: { input: text, response_format: 'midi' }, status: 422, detail: 'response_format: ' },
  { body: { input: text, voice: 'nobody' }, status: 400, detail: 'voice must be one of aria' },
  { body: { input: text, language: 'ru' }, status: 400, detail: 'Only English' },
  { body: { input: text, model: 'parrot-1' }, status: 400, detail: 'model: unknown model "parrot-1"' },
  { body: { input: 'This is forbidden.' }, status: 400, detail: 'The prompt was rejected by the safety check' },
])('refuses case %# with $status and charges nothing', async ({ body, status, detail }) => {
  await using server = await start()
  const answer = await server.call('POST', path, body)
  expect([answer.status, (await answer.json()).detail]).toEqual([status, expect.stringContaining(detail)])
  expect(await server.chargedKopecks()).toBe(0)
})

it('lists the voices', async () => {
  await using server = await start()
  const { object, data } = await (await server.call('GET', '/v1/audio/voices')).json()
  expect(object).toBe('list')
  expect(data).toContainEqual({
    id: 'aria',
    object: 'voice',
    name: expect.any(String),
    language: expect.stringMatching(/^en/),
    languages: [expect.stringMatching(/^en/)],
    gender: 'female',
    description: expect.any(String),
  })
  expect((await fetch(`${server.url}/v1/audio/voices`)).status).toBe(401)
})
