import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findEspeak } from '@mira/test-programs/espeak'
import { findFfmpeg } from '@mira/test-programs/ffmpeg'
import { afterEach, beforeEach, expect, inject, it } from 'vitest'
import { generateApiKey } from '../accounts/api-keys.ts'
import { createDurationEngine, createHummingEngine } from '../test-support/audio-engines.test-support.ts'
import { commandEnvironment, withoutEngines } from '../test-support/command-environment.test-support.ts'
import { startMediaServer } from '../test-support/start-media-server.test-support.ts'
import { startWordServer } from '../test-support/start-word-server.test-support.ts'

const bin = inject('serverCommand')
const running = new Set<ChildProcess>()
let dataDir: string

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mira-cli-'))
})
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL')
  running.clear()
  await rm(dataDir, { recursive: true })
})

/** Runs the command; `output` accumulates its output. */
function run(args: readonly string[], environment: Record<string, string> = {}) {
  const env = { ...commandEnvironment(dataDir), ...environment }
  const child = spawn(process.execPath, ['--conditions=@mira/source', bin, ...args], { env })
  running.add(child)
  const output = { out: '', err: '' }
  child.stdout.on('data', (bytes) => {
    output.out += bytes
  })
  child.stderr.on('data', (bytes) => {
    output.err += bytes
  })
  const exit = once(child, 'close').then(([code]) => code as number)
  return { child, output, exit }
}

async function start(args: readonly string[] = [], environment: Record<string, string> = {}) {
  const command = run(['--port', '0', '--data-dir', dataDir, ...args], environment)
  await expect.poll(() => command.output.out).toContain('openapi.json')
  const url = /http:\/\/\S+(?=\/v1)/.exec(command.output.out)![0]
  const key = /sk-mira-[0-9a-f]{40}/.exec(command.output.out)?.[0]
  return { ...command, url, key }
}

const ask = (url: string, key: string, content: string, fields = {}) =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'mira', messages: [{ role: 'user', content }], ...fields }),
  })

const speak = (server: { url: string; key: string | undefined }, fields: object) =>
  fetch(`${server.url}/v1/audio/speech`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  })

it('answers through an upstream, whose key it takes from the environment', async () => {
  const key = generateApiKey()
  await using upstream = await startWordServer({ apiKeys: [key] })
  const options = ['start', '--upstream-url', `${upstream.url}/v1`, '--upstream-key-env', 'UPSTREAM_KEY']
  const server = await start(options, { UPSTREAM_KEY: key })
  const answer = await (await ask(server.url, server.key!, 'hello')).json()
  expect(answer.choices[0].message.content).toBe('You said: hello')
  expect(server.output.out).toContain(`upstream ${upstream.url}/v1`)
  server.child.kill('SIGTERM')
  expect(await server.exit).toBe(0)
  for (const line of server.output.err.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('time')
  expect(server.output.err).not.toContain(server.key)
  expect(server.output.err).not.toContain(key)
})

it('names the engine behind each capability as `GET /v1/models` does', async () => {
  const server = await start()
  const told = Object.fromEntries(
    [...server.output.out.matchAll(/^ {2}(\w+) +local \((\w+)\)$/gm)].map(([, name, kind]) => [name, kind]),
  )
  const { data } = await (await fetch(`${server.url}/v1/models`)).json()
  const kinds = Object.fromEntries(
    data.map(({ id, engine }: { id: string; engine: { kind: string } }) => [id, engine.kind]),
  )
  expect(told).toMatchObject({
    Chat: kinds.mira,
    Embeddings: kinds['mira-embed'],
    Images: kinds['mira-image'],
    Vision: kinds['mira-vision'],
    Speech: kinds['mira-voice'],
    Transcription: kinds['mira-transcribe'],
    Music: kinds['mira-music'],
    Video: kinds['mira-video'],
  })
})

const [ffmpeg, espeak] = [findFfmpeg().command, findEspeak().command]
/** Only speech has its engine. */
const speechOnly = { ...withoutEngines, MIRA_ENGINE_SPEECH: 'local' }
const german = { input: 'Guten Morgen.', language: 'de', response_format: 'flac' }

it.skipIf(ffmpeg === undefined || espeak === undefined)(
  'runs the ffmpeg and the eSpeak NG that it is given',
  async () => {
    const server = await start(['--ffmpeg', ffmpeg!], { ...speechOnly, MIRA_ESPEAK: espeak! })
    const answer = await speak(server, german)
    expect(answer.status).toBe(200)
    expect(Buffer.from(await answer.arrayBuffer()).toString('latin1', 0, 4)).toBe('fLaC')
  },
)

it('says which program it needs where it is given none that exists', async () => {
  const environment = { ...speechOnly, MIRA_FFMPEG: '/nonexistent/ffmpeg' }
  const server = await start(['--espeak', '/nonexistent/espeak-ng'], environment)
  for (const [format, detail] of [
    ['flac', 'flac requires ffmpeg'],
    ['mp3', 'install eSpeak NG'],
  ]) {
    const answer = await speak(server, { ...german, response_format: format })
    expect([answer.status, (await answer.json()).detail]).toEqual([400, expect.stringContaining(detail!)])
  }
})

it('draws, speaks and hears by models of the upstream', async () => {
  const engines = { speech: createHummingEngine(), transcription: createDurationEngine() }
  await using upstream = await startMediaServer({ engines })
  const options = ['--upstream-url', `${upstream.url}/v1`, '--upstream-image-model', 'mira-image']
  const server = await start([...options, '--upstream-voice', 'buzz'], {
    MIRA_UPSTREAM_API_KEY: upstream.key,
    MIRA_UPSTREAM_SPEECH_MODEL: 'mira-voice',
    MIRA_UPSTREAM_TRANSCRIPTION_MODEL: 'mira-transcribe',
  })
  for (const name of ['Chat', 'Images', 'Speech', 'Transcription'])
    expect(server.output.out).toMatch(new RegExp(`^ {2}${name} +upstream ${upstream.url}/v1$`, 'm'))
  expect(server.output.out).toMatch(/^ {2}Music +local \(procedural\)$/m)

  const headers = { authorization: `Bearer ${server.key}` }
  const send = (path: string, fields: object) => {
    const init = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' } }
    return fetch(server.url + path, { ...init, body: JSON.stringify(fields) })
  }
  const speech = { input: 'Good day', response_format: 'pcm' }
  const spoken = await (await send('/v1/audio/speech', speech)).arrayBuffer()
  const buzzed = await upstream.call('POST', '/v1/audio/speech', { ...speech, voice: 'buzz' })
  expect(Buffer.from(spoken).equals(Buffer.from(await buzzed.arrayBuffer()))).toBe(true)
  expect(spoken.byteLength).toBeGreaterThan(10_000)

  const body = new FormData()
  const file = await (await send('/v1/audio/speech', { ...speech, response_format: 'wav' })).blob()
  body.set('file', file, 'sound.wav')
  const heard = await fetch(`${server.url}/v1/audio/transcribe`, { method: 'POST', headers, body })
  expect(await heard.json()).toMatchObject({ text: 'heard 0.4 s' })

  expect((await send('/v1/images/generate', { prompt: 'a red boat' })).status).toBe(200)
  expect(upstream.images.requests).toMatchObject([{ prompt: 'a red boat' }])
})

it('prints its key at the first start only, and knows it after being killed', async () => {
  await using upstream = await startWordServer()
  const options = ['--upstream-url', `${upstream.url}/v1`, '--upstream-embedding-model', 'mira-embed']
  const first = await start(options, { MIRA_UPSTREAM_API_KEY: upstream.apiKey })
  await ask(first.url, first.key!, 'hello')
  first.child.kill('SIGKILL')
  await first.exit
  const second = await start(options, { MIRA_UPSTREAM_API_KEY: upstream.apiKey })
  expect(second.key).toBeUndefined()
  expect(second.output.out).toContain(`create another: mira-server keys create Owner --data-dir ${dataDir}\n`)
  expect((await ask(second.url, first.key!, 'hello')).status).toBe(200)
  second.child.kill('SIGKILL')
  await second.exit
  const third = await start(options, { MIRA_UPSTREAM_API_KEY: upstream.apiKey, npm_lifecycle_event: 'npx' })
  expect(third.output.out).toContain(`create another: npx @mira/server keys create Owner --data-dir ${dataDir}\n`)
})

it('takes the key, the address and the data from the environment', async () => {
  const key = generateApiKey()
  const { output, child, exit } = run([], { ...withoutEngines, PORT: '0', MIRA_DATA_DIR: dataDir, MIRA_DEV_KEY: key })
  await expect.poll(() => output.out).toContain(key)
  expect(output.out).toContain(dataDir)
  child.kill('SIGINT')
  expect(await exit).toBe(0)
})

it('lets a running stream finish at the first signal, and cuts it off at the second', async () => {
  await using upstream = await startWordServer()
  const options = ['--upstream-url', `${upstream.url}/v1`, '--upstream-embedding-model', 'mira-embed']
  const server = await start(options, { MIRA_UPSTREAM_API_KEY: upstream.apiKey })
  const answer = await ask(server.url, server.key!, 'wait here', { stream: true })
  const reading = answer.text()
  reading.catch(() => undefined)
  await expect.poll(() => upstream.chat.aborted.length).toBe(1)
  server.child.kill('SIGTERM')
  await expect
    .poll(() =>
      fetch(server.url).then(
        () => 'open',
        () => 'closed',
      ),
    )
    .toBe('closed')
  expect(server.child.exitCode).toBeNull()
  server.child.kill('SIGTERM')
  expect(await server.exit).toBe(1)
  await expect(reading).rejects.toThrow()
})

it.each([
  { args: ['stop'], code: 2, message: `Unknown command 'stop'. See "mira-server --help".` },
  { args: ['topup', 'Ada', '1'], code: 1, message: /^User "Ada" not found in / },
])('refuses $args in one line', async ({ args, code, message }) => {
  const { output, exit } = run(['--data-dir', dataDir, ...args])
  expect(await exit).toBe(code)
  const [line, ...others] = output.err.replace(/^mira-server: /, '').split('\n')
  expect(line).toMatch(message)
  expect([output.out, others]).toEqual(['', ['']])
})

it('prints its version and its options', async () => {
  const version = run(['--version'])
  expect(await version.exit).toBe(0)
  expect(version.output.out).toMatch(/^\d+\.\d+\.\d+\n$/)
  const help = run(['--help'])
  await help.exit
  expect(help.output.out).toContain('--upstream-url')
})
