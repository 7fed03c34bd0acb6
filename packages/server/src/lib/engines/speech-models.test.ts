import { hash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  writeTinyPunctuation,
  writeTinyRecognizer,
  writeTinySynthesizer,
  writeTinyWhisper,
} from '../../../../engine-audio/test/tiny-speech-models.ts'
import { type RunningServer, startServer } from '../start-server.ts'
import { startTestHub } from '../test-support/hub.test-support.ts'
import type { EngineChoices } from './server-engines.ts'

let folder = ''
let server: RunningServer
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-speech-'))
  await writeTinySynthesizer(join(folder, 'voice'))
  await writeTinyRecognizer(join(folder, 'ears-en'))
  server = await start({ speech: join(folder, 'voice'), transcription: join(folder, 'ears-en') })
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

function start(engines: EngineChoices): Promise<RunningServer> {
  return startServer({ engines: { chat: 'off', moderation: 'off', ...engines } })
}

const call = (path: string, init?: RequestInit, { url, apiKey } = server) =>
  fetch(`${url}${path}`, { ...init, headers: { authorization: `Bearer ${apiKey}`, ...init?.headers } })

const speak = (body: object) =>
  call('/v1/audio/speech', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ input: 'The fox came at nine.', ...body }),
  })

/** Transcribes spoken audio of the model. */
async function transcribe(fields: Record<string, string>, own = server): Promise<Response> {
  const form = new FormData()
  form.set('file', await (await speak({ response_format: 'wav' })).blob(), 'speech.wav')
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return call('/v1/audio/transcriptions', { method: 'POST', body: form }, own)
}

describe('speech models from files', () => {
  it.each([
    { story: 'the first voice without one', body: {}, type: 'audio/mpeg' },
    { story: 'a voice of the model', body: { voice: 'voice-1', response_format: 'wav' }, type: 'audio/wav' },
    { story: 'a familiar voice', body: { voice: 'nova', response_format: 'pcm' }, type: 'audio/pcm' },
  ])('speaks in $story', async ({ body, type }) => {
    const response = await speak(body)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, expect.stringContaining(type)])
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(1_000)
  })

  it('refuses a voice that the model does not have', async () => {
    const response = await speak({ voice: 'bob' })
    expect([response.status, (await response.json()).detail]).toEqual([400, expect.stringContaining('not bob')])
  })

  it('transcribes, with subtitles and the times of words', async () => {
    const answer = await transcribe({ response_format: 'verbose_json', 'timestamp_granularities[]': 'word' })
    const { text, language, words } = await answer.json()
    expect([answer.status, language]).toEqual([200, 'en'])
    expect(words.map(({ word }: { word: string }) => word).join(' ')).toBe(text)
    expect(await (await transcribe({ response_format: 'srt' })).text()).toContain(text)
    expect((await transcribe({ language: 'de' })).status).toBe(400)
  })

  it('writes punctuation by a model for it', async () => {
    await writeTinyPunctuation(join(folder, 'marks-en'))
    await using other = await start({ transcription: join(folder, 'ears-en'), punctuation: join(folder, 'marks-en') })
    await other.loadChosenEngines()
    const plain: string = (await (await transcribe({})).json()).text
    const { text, segments } = await (await transcribe({ response_format: 'verbose_json' }, other)).json()
    expect(text).toBe(`${plain[0]!.toUpperCase()}${plain.slice(1).replaceAll(/\bi\b/g, 'I')}.`)
    expect(segments.map((segment: { text: string }) => segment.text)).toEqual([text])
    expect((await (await call('/health', {}, other)).json()).engines.punctuation).toMatchObject({ state: 'ready' })
  })

  it('refuses times of words by a model that has none, but not its segments', async () => {
    await writeTinyWhisper(join(folder, 'whisper'))
    await using other = await start({ transcription: join(folder, 'whisper') })
    const verbose = { response_format: 'verbose_json' }
    const refusal = await transcribe({ ...verbose, 'timestamp_granularities[]': 'word' }, other)
    expect([refusal.status, (await refusal.json()).error.param]).toEqual([400, 'timestamp_granularities'])
    const { segments, words } = await (await transcribe(verbose, other)).json()
    expect([segments.length, words]).toEqual([1, undefined])
  })

  it('runs a model of a hub, whose files the cache has as links', async () => {
    const paths = await writeTinyRecognizer(join(folder, 'hub'))
    const weights = join(folder, 'hub/model.onnx_data')
    await writeFile(weights, Buffer.alloc(1_000_000, 1))
    const files = [...paths, weights].map(async (path) => ({ path: basename(path), content: await readFile(path) }))
    await using hub = await startTestHub(await Promise.all(files))
    vi.stubEnv('HF_ENDPOINT', hub.url)
    vi.stubEnv('HF_HOME', join(folder, 'cache'))
    vi.stubEnv('HF_HUB_CACHE', '')
    onTestFinished(() => void vi.unstubAllEnvs())
    const engines = { chat: 'off', moderation: 'off', transcription: 'hf:tiny/model' }
    await using other = await startServer({ engines, dataDir: join(folder, 'data'), models: { pull: true } })
    await other.loadChosenEngines()
    const answer = await transcribe({}, other)
    expect([answer.status, (await answer.json()).language]).toEqual([200, 'und'])
    const { data } = await (await call('/v1/models', {}, other)).json()
    const { engine } = data.find(({ id }: { id: string }) => id === 'mira-transcribe')
    expect(engine.sha256).toBe(hash('sha256', await readFile(weights)))
  })

  it('names the origin of the weights', async () => {
    const { data } = await (await call('/v1/models')).json()
    const voice = data.find(({ id }: { id: string }) => id === 'mira-voice')
    expect(voice.engine).toMatchObject({ name: 'sherpa-onnx', source: join(folder, 'voice') })
    expect(voice.engine.sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  it('fails to load files of another kind, and says so in one sentence', async () => {
    await using other = await start({ speech: join(folder, 'ears-en') })
    const problem = 'The model is of the type EncDecCTCModelBPE; speech runs Kokoro'
    await expect(other.loadChosenEngines()).rejects.toMatchObject({
      cause: { message: expect.stringContaining(problem) },
    })
  })
})
