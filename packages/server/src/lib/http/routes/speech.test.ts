import type { SpeechEngine } from '@mira/engine'
import { createLocalSpeechEngine } from '@mira/engine-audio'
import { findEspeak } from '@mira/test-programs/espeak'
import { findFfmpeg } from '@mira/test-programs/ffmpeg'
import { afterAll, describe, expect, it } from 'vitest'
import type { ServerOptions } from '../../options.ts'
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

/** Creates an engine that speaks one sentence for the first chunk, and another on each call of `go`. */
function createSlowEngine(): SpeechEngine & { readonly spoken: string[]; go(): void } {
  const spoken: string[] = []
  let go = () => {}
  return {
    ...flite,
    spoken,
    go: () => go(),
    synthesize: ({ text: all }, options) => ({
      mediaType: 'audio/pcm',
      sampleRate: 24_000,
      async *[Symbol.asyncIterator]() {
        for (const sentence of all.split(/(?<=\.) /)) {
          if (spoken.length > 0) {
            await new Promise<void>((resolve, reject) => {
              go = resolve
              options?.signal?.addEventListener('abort', () => reject(options.signal?.reason))
            })
          }
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
