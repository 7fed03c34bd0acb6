import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { createClient } from '@mira/core'
import { getMusic } from '@mira/jobs'
import { serveHttp } from '@mira/mcp'
import { startServer } from '@mira/server'
import { createGate } from '@mira/test-server'
import type { CallToolResult } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBoxVideoEngine } from '../../packages/server/src/lib/test-support/job-engines.test-support.ts'
import { createPausableMusicEngine } from './lib/create-pausable-music-engine.ts'
import {
  type Api,
  buildProgram,
  conditions,
  connectHttp,
  connectStdio,
  environment,
  type Host,
  observeApi,
  type Program,
  readHostConfigurations,
} from './mcp-hosts.ts'

const root = resolve(import.meta.dirname, '../..')
const files = join(root, 'examples/node/files')
const { version } = JSON.parse(readFileSync(join(root, 'packages/mcp/package.json'), 'utf8'))
const music = createPausableMusicEngine()

let server: Awaited<ReturnType<typeof startServer>>
let api: Api
let program: Program
beforeAll(async () => {
  ;[server, program] = await Promise.all([
    startServer({ engines: { music, video: createBoxVideoEngine() }, warmUp: true }),
    buildProgram(),
  ])
  api = { url: server.url, apiKey: server.apiKey! }
})
afterAll(async () => {
  await server.close()
  await program[Symbol.asyncDispose]()
})

const textOf = ({ content }: CallToolResult): string =>
  content.map((block) => (block.type === 'text' ? block.text : '')).join('\n')

const typesOf = ({ content }: CallToolResult): string[] => content.map(({ type }) => type)

/** Result of a tool; fields that it does not have are not read. */
interface UsedTool extends Readonly<Record<string, unknown>> {
  readonly balance_kopecks: number
  readonly images: readonly [{ readonly uri: string; readonly path: string }]
  readonly file: { readonly uri: string; readonly path: string }
  readonly kind: string
  readonly job_id: string
  readonly types: string[]
  readonly text: string
}

/** Calls each tool, as a model would, with the results of earlier calls as input. */
async function useEachTool({ client, call }: Host): Promise<void> {
  const { tools } = await client.listTools()
  const used = new Set<string>()
  const use = async (name: string, args?: Record<string, unknown>): Promise<UsedTool> => {
    used.add(name)
    const result = await call(name, args)
    return {
      ...(result.structuredContent as object),
      types: typesOf(result),
      text: textOf(result),
    } as unknown as UsedTool
  }
  expect((await use('get_balance')).balance_kopecks).toBeGreaterThan(0)
  expect((await use('list_models')).models).toContainEqual({ id: 'mira' })
  expect((await use('list_voices', { language: 'en-US' })).voices).toContainEqual(
    expect.objectContaining({ id: 'aria', languages: ['en'] }),
  )
  expect(await use('chat', { message: 'What is 6 times 7?' })).toMatchObject({ text: '6 * 7 = 42' })

  const drawn = await use('generate_image', { prompt: 'Маяк на закате', size: '256x256' })
  expect(drawn.images).toMatchObject([
    { media_type: 'image/png', path: expect.stringMatching(/Маяк-на-закате(-\d+)?\.png$/) },
  ])
  expect(drawn.types).toEqual(['text', 'resource_link', 'image'])
  const edit = { prompt: 'Make it black and white', images: [drawn.images[0].uri], file_name: 'серый' }
  const edited = await use('edit_image', edit)
  expect((await readFile(edited.images[0].path)).subarray(1, 4).toString()).toBe('PNG')
  expect(await use('locate_objects', { image: join(files, 'sign.png'), target: 'the red circle' })).toMatchObject({
    found: true,
    boxes: [{ x: 0.125, label: 'red circle' }],
  })

  const input = 'Good morning, how are you today?'
  const { file } = await use('generate_speech', { input, response_format: 'wav' })
  expect(await use('transcribe_audio', { file: file.uri })).toMatchObject({
    text: expect.stringMatching(/how are you/i),
  })
  expect((await use('transcribe_audio', { file: file.path, format: 'vtt' })).text).toMatch(/^WEBVTT/)

  const song = await use('generate_music', {
    prompt: 'Slow piano',
    instrumental: true,
    duration_seconds: 3,
    wait_seconds: 170,
  })
  expect(song).toMatchObject({ status: 'succeeded', file: { media_type: 'audio/mpeg' } })
  const film = await use('generate_video', {
    prompt: 'A boat',
    first_frame: join(files, 'sunset.png'),
    wait_seconds: 0,
  })
  expect(film).toMatchObject({
    kind: 'video',
    status: expect.stringMatching(/queued|running/),
    text: expect.stringContaining('get_job'),
  })
  const { kind, job_id } = film
  expect(await use('get_job', { kind, job_id, wait_seconds: 170 })).toMatchObject({
    status: 'succeeded',
    file: { media_type: 'video/mp4' },
  })
  const long = await use('generate_music', {
    prompt: 'Rain, wait',
    instrumental: true,
    duration_seconds: 120,
    wait_seconds: 0,
  })
  expect(await use('cancel_job', { kind: 'music', job_id: long.job_id })).toMatchObject({ status: 'canceled' })
  expect([...used].toSorted()).toEqual(tools.map(({ name }) => name).toSorted())

  const { resources } = await client.listResources()
  const saved = resources.find(({ uri }) => uri === file.uri)
  const { contents } = await client.readResource({ uri: file.uri })
  expect(contents).toMatchObject([{ mimeType: 'audio/wav', blob: (await readFile(file.path)).toString('base64') }])
  expect(saved?.size).toBe((await readFile(file.path)).length)
}

describe('the program, over stdio', { timeout: 300_000 }, () => {
  it('offers tools that all work', async () => {
    await using host = await connectStdio(program, { api, mode: 'legacy', args: ['--root', files] })
    await useEachTool(host)
  })

  it.each(['legacy', 'auto'] as const)('reports progress of a song, in mode %s', async (mode) => {
    await using host = await connectStdio(program, { api, mode })
    const progress: number[] = []
    const messages = new Set<string>()
    const { structuredContent } = await host.client.callTool(
      {
        name: 'generate_music',
        arguments: { prompt: 'Calm strings', instrumental: true, duration_seconds: 40, wait_seconds: 170 },
      },
      {
        timeout: 170_000,
        onprogress: ({ progress: percent, total, message = '' }) => {
          expect(total).toBe(100)
          progress.push(percent)
          messages.add(message)
        },
      },
    )
    expect(structuredContent).toMatchObject({ status: 'succeeded' })
    expect(progress).toEqual([...new Set(progress)].toSorted((one, other) => one - other))
    expect([...messages].join()).toMatch(/running: \w+/)
  })

  it.each([
    ['the call is canceled', 'legacy'],
    ['the call is canceled', 'auto'],
    ['the host closes stdin', 'legacy'],
    ['the process is terminated', 'legacy'],
  ] as const)('cancels the job on the server when %s, in mode %s', async (event, mode) => {
    await using observed = await observeApi(api)
    const host = await connectStdio(program, { api: observed, mode })
    const cancel = new AbortController()
    const started = createGate()
    const song = { prompt: 'A long symphony, wait', instrumental: true, duration_seconds: 240 }
    const call = host.client
      .callTool(
        { name: 'generate_music', arguments: song },
        { signal: cancel.signal, onprogress: ({ message }) => message?.startsWith('running') && void started.arrive() },
      )
      .catch((error) => error)
    await started.reached
    const [, id] = /music\/([^/?]+)/.exec(observed.requests.join('\n'))!
    if (event === 'the call is canceled') cancel.abort()
    else if (event === 'the host closes stdin') void host.client.close()
    else process.kill(host.pid!, 'SIGTERM')
    expect(await call).toBeInstanceOf(Error)
    const mira = createClient({ baseUrl: api.url, apiKey: api.apiKey })
    await expect.poll(async () => (await getMusic(mira, id!)).state?.status).toBe('canceled')
    await host.client.close()
  })

  it('writes nothing but the protocol to stdout, and the key nowhere', async () => {
    const child = spawn(process.execPath, [...program.args, '--output', program.output], { env: environment(api) })
    const errors = text(child.stderr)
    const lines: string[] = []
    const reader = createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
    const send = async (message: object): Promise<void> => {
      const answer = once(reader, 'line')
      child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
      await answer
    }
    const clientInfo = { name: 'test', version: '1' }
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo }
    child.stdin.write('not JSON\n')
    await send({ id: 1, method: 'initialize', params })
    await send({ id: 2, method: 'tools/call', params: { name: 'get_balance', arguments: {} } })
    await send({
      id: 3,
      method: 'tools/call',
      params: { name: 'chat', arguments: { message: 'Hi', images: ['/etc/passwd'] } },
    })
    await send({ id: 4, method: 'tools/call', params: { name: 'missing', arguments: {} } })
    await send({ id: 5, method: 'resources/read', params: { uri: 'mira://output/../../etc/passwd' } })
    child.stdin.end()
    const [code] = await once(child, 'exit')
    expect(code).toBe(0)
    expect(lines.map((line) => JSON.parse(line).id)).toEqual([1, 2, 3, 4, 5])
    expect(lines.join() + (await errors)).not.toContain(api.apiKey.slice(8))
  })

  it('says what is wrong with the key, the language and the voice', async () => {
    const keyless = { ...api, apiKey: '' }
    await using host = await connectStdio(program, { api: keyless, mode: 'legacy' })
    const refused = await host.client.callTool({ name: 'chat', arguments: { message: 'Hi' } })
    expect(refused.isError && textOf(refused)).toMatch(/MIRA_API_KEY/)
    await using other = await connectStdio(program, { api, mode: 'legacy' })
    for (const [field, value] of [
      ['language', 'xx'],
      ['voice', 'nobody'],
    ] as const) {
      const speech = await other.client.callTool({
        name: 'generate_speech',
        arguments: { input: 'Hi', [field]: value },
      })
      expect(speech.isError && textOf(speech)).toMatch(new RegExp(`${field}.*${value}`))
    }
    expect((await readdir(program.output)).filter((name) => name.startsWith('Hi'))).toEqual([])
  })

  it.each([
    [['--help'], 0, 'Usage: mira-mcp', ''],
    [['--version'], 0, version, ''],
    [['--api-key', 'x'], 1, '', "'--api-key'"],
    [['--port', '1'], 1, '', '--http'],
    [['--tools', 'draw'], 1, '', 'generate_image, edit_image'],
    [['--http', '--host', '0.0.0.0'], 1, '', 'token'],
    [['--wait', 'long'], 1, '', '--wait'],
  ])('ends with %j', async (args, code, output, errors) => {
    const run = promisify(execFile)(process.execPath, [...program.args, ...args], { env: environment(api) })
    const result = await run.then((streams) => ({ ...streams, code: 0 })).catch((error) => error)
    expect(result.code).toBe(code)
    expect(result.stdout).toContain(output)
    expect(result.stderr).toContain(errors)
    if (code !== 0) expect(result.stdout).toBe('')
  })

  it('runs with the configurations of hosts in the README', async () => {
    const configurations = readHostConfigurations()
    expect(configurations.length).toBeGreaterThan(1)
    for (const { command, args, env } of configurations) {
      expect([command, ...args.slice(0, 2)]).toEqual(['npx', '-y', '@mira/mcp'])
      expect(Object.keys(env)).toContain('MIRA_API_KEY')
      await using host = await connectStdio(program, { api, mode: 'legacy', args: args.slice(2) })
      expect((await host.client.listTools()).tools.length).toBeGreaterThan(0)
    }
  })
})

describe('over HTTP', { timeout: 300_000 }, () => {
  it('all tools work', async () => {
    const mira = createClient({ baseUrl: api.url, apiKey: api.apiKey })
    const outputDirectory = join(program.output, 'http')
    await using running = await serveHttp(mira, { port: 0, roots: [files], outputDirectory })
    await using host = await connectHttp(running.url, 'auto')
    await useEachTool(host)
  })

  it('the program listens', async () => {
    const args = [...program.args, '--http', '--port', '0', '--output', program.output]
    const child = spawn(process.execPath, args, { env: environment(api) })
    const [line] = (await once(createInterface({ input: child.stderr }), 'line')) as [string]
    await using host = await connectHttp(/http:\S+/.exec(line)![0], 'legacy')
    expect(await host.call('chat', { message: 'What is 6 times 7?' })).toMatchObject({
      structuredContent: { text: '6 * 7 = 42' },
    })
    const exit = once(child, 'exit')
    child.kill('SIGTERM')
    expect(await exit).toEqual([0, null])
  })
})

describe('the example', { timeout: 300_000 }, () => {
  const folder = join(root, 'examples/mcp')

  it('http.ts serves and calls', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [conditions, join(folder, 'http.ts')], {
      cwd: program.output,
      env: environment(api),
    })
    expect(stdout).toMatch(/^http:\S+\/mcp\n/)
    expect(stdout).toContain('generate_speech, generate_music, get_job')
    expect(stdout).toMatch(/^99 % succeeded$/m)
    expect(stdout).toContain('Saved ')
  })

  it('stdio.ts serves the selected tools', async () => {
    const own = { ...program, args: [conditions, join(folder, 'stdio.ts')] }
    await using host = await connectStdio(own, { api, mode: 'legacy' })
    expect((await host.client.listTools()).tools.map(({ name }) => name)).toEqual(['edit_image', 'locate_objects'])
  })
})
