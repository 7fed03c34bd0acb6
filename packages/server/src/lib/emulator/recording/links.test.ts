import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startEmulator } from '../../test-support/start-emulator.test-support.ts'
import { startUpstream, type Upstream } from '../../test-support/start-upstream.test-support.ts'
import type { EmulatorOptions } from '../emulator-options.ts'
import { LinkRewriter } from './links.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-links-'))
})
afterEach(() => rm(folder, { recursive: true }))

const record = ({ url }: Upstream, { path = '', apiKey }: { path?: string; apiKey?: string } = {}) =>
  startEmulator([], { emulator: { record: { target: url + path, out: folder, apiKey } } })
const replay = (options: Partial<EmulatorOptions> = {}) =>
  startEmulator([], { emulator: { fixtures: folder, strict: true, replay: { speed: Infinity }, ...options } })

const file = Buffer.from([0, 255, 1, 2])

/** Result of a job: a link to the upstream, one to another origin, and a text that mentions the upstream. */
function toResult(origin: string, other: string): string {
  const link = `${origin}/media/song.mp3?expires=9&signature=abcdefghij0123456789`
  const escaped = JSON.stringify({ url: `${origin}/media/x` }).replaceAll('/', '\\/')
  return `{"url":"${link}", "title":"Grüße 🙂","cdn":"https://cdn.example/x","text":"see ${other}/docs","inner":${escaped}}`
}

/** Starts an upstream whose job has a result with links to its files. */
function startJobs(kind: 'known length' | 'chunks' | 'torn events' | 'redirect'): Promise<Upstream> {
  return startUpstream(async ({ url, headers }, response) => {
    if (url.startsWith('/media/')) {
      response.writeHead(200, { 'content-type': 'audio/mpeg', 'x-key': headers.authorization ?? 'none' }).end(file)
      return
    }
    const origin = `http://${headers.host}`
    const result = Buffer.from(toResult(origin, origin))
    if (kind === 'redirect') return void response.writeHead(201, { location: `${origin}/media/song.mp3?a=1` }).end('{}')
    const type = kind === 'torn events' ? 'text/event-stream' : 'application/json'
    response.setHeader('content-type', type)
    if (kind === 'known length') return void response.end(result)
    const step = kind === 'chunks' ? 1_000 : 7
    for (let start = 0; start < result.length; start += step) {
      response.write(result.subarray(start, start + step))
      await new Promise((resolve) => setImmediate(resolve))
    }
    response.end()
  })
}

it.each(['known length', 'chunks', 'torn events'] as const)(
  'leads links of a result through the server: %s',
  async (kind) => {
    const upstream = await startJobs(kind)
    await using recorder = await record(upstream)
    const read = async (url: string) => {
      const body = await (await fetch(`${url}/v1/video/j1`)).text()
      const link = /"url":"([^"]+)"/.exec(body)![1]!
      const followed = await fetch(link)
      return { body, link, followed: followed.status, file: Buffer.from(await followed.arrayBuffer()) }
    }
    const relayed = await read(recorder.url)
    expect(relayed.body).toBe(toResult(recorder.url, upstream.url))
    expect(relayed.link).toContain(`${recorder.url}/media/song.mp3?expires=9`)
    expect([relayed.followed, relayed.file]).toEqual([200, file])
    await upstream[Symbol.asyncDispose]()
    await using replayer = await replay()
    const replayed = await read(replayer.url)
    const masked = toResult(replayer.url, upstream.url).replace('abcdefghij0123456789', '*'.repeat(20))
    expect(replayed.body).toBe(masked)
    expect([replayed.followed, replayed.file]).toEqual([200, file])
    // The file keeps what the API has sent.
    expect(await readFile(join(folder, '0001-get-v1-video-j1.yaml'), 'utf8')).toContain(`from: ${upstream.url}/`)
  },
)

it('leads the location of a response through the server', async () => {
  await using upstream = await startJobs('redirect')
  await using recorder = await record(upstream)
  const read = async (url: string) => {
    const response = await fetch(`${url}/v1/files`, { method: 'POST', body: '{}' })
    await response.text()
    return response.headers.get('location')
  }
  expect(await read(recorder.url)).toBe(`${recorder.url}/media/song.mp3?a=1`)
  await using replayer = await replay()
  expect(await read(replayer.url)).toBe(`${replayer.url}/media/song.mp3?a=1`)
})

it('leaves links that no request to the server would reach', async () => {
  await using upstream = await startJobs('known length')
  await using recorder = await record(upstream, { path: '/v1' })
  const direct = await (await fetch(`${upstream.url}/v1/video/j1`)).text()
  const response = await fetch(`${recorder.url}/v1/video/j1`)
  expect(await response.text()).toBe(direct)
  expect(Number(response.headers.get('content-length'))).toBe(Buffer.byteLength(direct))
  expect(await readFile(join(folder, (await readdir(folder))[0]!), 'utf8')).not.toContain('links:')
})

it('passes a signed link on without its own key, and everything else only for callers with a key', async () => {
  await using upstream = await startJobs('known length')
  await using recorder = await record(upstream, { apiKey: 'sk-of-the-upstream-1234567890' })
  const signed = await fetch(`${recorder.url}/media/song.mp3?signature=abc`)
  expect([signed.status, signed.headers.get('x-key')]).toEqual([200, 'none'])
  await signed.arrayBuffer()
  expect((await fetch(`${recorder.url}/media/song.mp3?a=1`)).status).toBe(401)
  expect((await fetch(`${recorder.url}/media/song.mp3?signature=abc`, { method: 'POST' })).status).toBe(401)
})

const base = { from: 'https://api.example/v1/', to: '/v1/' }
const pieces = fc.constantFrom(
  '"https://api.example/v1/',
  '"https:\\/\\/api.example\\/v1\\/',
  '"',
  'https://api.example/v1/',
  '/',
  'é',
  '🙂',
  '"https://api.example/v',
  '\\',
)

it('rewrites the same links whatever the parts of a body, and no other byte', () => {
  fc.assert(
    fc.property(fc.array(pieces), fc.array(fc.nat(200)), (texts, cuts) => {
      const body = Buffer.from(texts.join(''))
      const rewriter = new LinkRewriter(base, 'http://127.0.0.1:1')
      const borders = [
        0,
        ...cuts.map((cut) => Math.min(cut, body.length)).toSorted((one, other) => one - other),
        body.length,
      ]
      const parts = borders.slice(1).map((end, index) => rewriter.push(body.subarray(borders[index], end)))
      const expected = body
        .toString()
        .replaceAll('"https://api.example/v1/', '"http://127.0.0.1:1/v1/')
        .replaceAll('"https:\\/\\/api.example\\/v1\\/', '"http:\\/\\/127.0.0.1:1\\/v1\\/')
      expect(Buffer.concat([...parts, rewriter.end()]).toString()).toBe(expected)
    }),
    { numRuns: 500 },
  )
})
