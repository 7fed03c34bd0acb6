import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDataDirectory } from '../../data-directory.ts'
import { createMediaLinks } from '../../media/media-links.ts'
import type { MediaInfo } from '../../media/media-store.ts'
import { openMediaStore } from '../../media/open-media-store.ts'
import { type RunningServer, startServer } from '../../start-server.ts'
import { openSqliteStore } from '../../store/open-sqlite-store.ts'
import { noMediaEngines } from '../../test-support/no-media-engines.test-support.ts'

const content = Buffer.from(Array.from({ length: 1_000 }, (_, index) => index % 256))
const lifetimeMs = 60_000
const start = Date.UTC(2026, 0, 1)

let dataDir: string
let server: RunningServer
let file: MediaInfo
let url: string
let time: number
beforeEach(async () => {
  time = start
  dataDir = await mkdtemp(join(tmpdir(), 'mira-files-'))
  const { secret, databasePath } = await openDataDirectory(dataDir)
  const store = await openSqliteStore(databasePath)
  const media = openMediaStore({ dataDir }, { records: store.media, now: () => start })
  file = await media.put({ data: content, mediaType: 'image/png', userId: 'ada', expiresAt: start + lifetimeMs })
  await store.close()
  server = await startServer({ dataDir, engines: { ...noMediaEngines, chat: null, embeddings: null }, now: () => time })
  url = createMediaLinks(secret, { now: () => start }).sign(server.url, file)
})
afterEach(async () => {
  await server.close({ graceMs: 0 })
  await rm(dataDir, { recursive: true })
})

const get = (headers: Record<string, string> = {}, method = 'GET') => fetch(url, { method, headers })

it('serves a file without a key', async () => {
  const answer = await get()
  expect(answer.status).toBe(200)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-length': '1000',
    'content-disposition': `inline; filename="${file.id}"`,
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=3600',
    'x-content-type-options': 'nosniff',
    etag: `"${file.sha256}"`,
  })
  expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true)
})

it('lets pages of every origin read and resume it', async () => {
  const origin = 'https://app.example'
  const preflight = await get(
    { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'if-range' },
    'OPTIONS',
  )
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-headers')).toBe('if-range')
  for (const { headers } of [preflight, await get({ origin }), await get({ origin, range: 'bytes=5-' })]) {
    expect(headers.get('access-control-allow-origin')).toBe('*')
  }
  expect((await get({ origin })).headers.get('access-control-expose-headers')).toMatch(/content-range/)
  expect(
    (await fetch(`${server.url}/v1/models`, { headers: { origin } })).headers.get('access-control-allow-origin'),
  ).toBe(null)
})

it('answers HEAD like GET, without the file', async () => {
  const answer = await get({}, 'HEAD')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-length')).toBe('1000')
  expect(await answer.text()).toBe('')
})

it.each([
  { range: 'bytes=0-9', status: 206, from: 0, to: 9 },
  { range: 'bytes=990-', status: 206, from: 990, to: 999 },
  { range: 'bytes=-5', status: 206, from: 995, to: 999 },
  { range: 'bytes=-5000', status: 206, from: 0, to: 999 },
  { range: 'bytes=10-5000', status: 206, from: 10, to: 999 },
  { range: 'bytes=0-1,4-5', status: 200, from: 0, to: 999 },
  { range: 'bytes=9-3', status: 200, from: 0, to: 999 },
  { range: 'lines=1-2', status: 200, from: 0, to: 999 },
])('answers Range: $range with $status and bytes $from to $to', async ({ range, status, from, to }) => {
  const answer = await get({ range })
  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-range')).toBe(status === 206 ? `bytes ${from}-${to}/1000` : null)
  expect(Buffer.from(await answer.arrayBuffer()).equals(content.subarray(from, to + 1))).toBe(true)
})

it.each(['bytes=1000-', 'bytes=5000-6000', 'bytes=-0'])('refuses Range: %s', async (range) => {
  const answer = await get({ range })
  expect([answer.status, answer.headers.get('content-range')]).toEqual([416, 'bytes */1000'])
})

it('sends the whole when the part is of another file, and nothing when the caller has it', async () => {
  const etag = `"${file.sha256}"`
  expect((await get({ range: 'bytes=0-9', 'if-range': '"other"' })).status).toBe(200)
  expect((await get({ range: 'bytes=0-9', 'if-range': etag })).status).toBe(206)
  expect((await get({ 'if-none-match': `"other", W/${etag}` })).status).toBe(304)
  expect((await get({ 'if-none-match': '"other"' })).status).toBe(200)
})

it.each([
  { change: 'the id', edit: (signed: URL) => (signed.pathname = '/media/other.png') },
  { change: 'the end', edit: (signed: URL) => signed.searchParams.set('expires', '99999999999') },
  { change: 'the signature', edit: (signed: URL) => signed.searchParams.set('signature', 'A'.repeat(43)) },
  { change: 'no signature', edit: (signed: URL) => signed.searchParams.delete('signature') },
  { change: 'a character after the signature', edit: (signed: URL) => (signed.search += '=') },
  { change: 'bits after the end of the signature', edit: (signed: URL) => (signed.search += 'A') },
  { change: 'a space after the signature', edit: (signed: URL) => (signed.search += '%20') },
  { change: 'a repeated signature', edit: (signed: URL) => signed.searchParams.append('signature', 'x') },
  { change: 'a repeated end', edit: (signed: URL) => signed.searchParams.append('expires', '9') },
  { change: 'the same end twice', edit: (signed: URL) => (signed.search += `&${signed.search.slice(1)}`) },
  { change: 'another parameter', edit: (signed: URL) => signed.searchParams.append('download', '1') },
  { change: 'another path', edit: (signed: URL) => (signed.pathname = '/media/..%2Fmira.db') },
])('refuses a URL with $change', async ({ edit }) => {
  const signed = new URL(url)
  edit(signed)
  const answer = await fetch(signed)
  expect(answer.status).toBe(403)
  expect(await answer.json()).toMatchObject({ detail: 'Invalid URL signature' })
})

it('does not leave its directory', async () => {
  const { port } = new URL(server.url)
  const path = '/media/../secret'
  const answer = await new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path }, async (reply) =>
      resolve({ status: reply.statusCode, body: (await buffer(reply)).toString() }),
    )
    sent.on('error', reject).end()
  })
  expect(answer.status).toBe(404)
  expect(answer.body).toContain('No such path')
})

it('says that a file has expired', async () => {
  time = start + lifetimeMs
  expect((await get()).status).toBe(410)
})

describe('a file that was changed', () => {
  const path = () => join(dataDir, 'media', file.id)
  const changed = Buffer.from(content).fill('x', 999)
  const damage = [
    { what: 'in its last byte', condition: 'damaged', harm: () => writeFile(path(), changed) },
    { what: 'in its length', condition: 'damaged', harm: () => truncate(path(), 500) },
    { what: 'to nothing', condition: 'damaged', harm: () => truncate(path()) },
    { what: 'by its removal', condition: 'missing', harm: () => rm(path()) },
  ]

  it.each(damage)('$what is gone, before any byte of it is sent', async ({ condition, harm }) => {
    await harm()
    for (const headers of [{}, { range: 'bytes=0-9' }, { range: 'bytes=990-' }]) {
      const answer = await get(headers)
      expect([answer.status, await answer.json()]).toMatchObject([410, { detail: `This file is ${condition}` }])
    }
    expect((await get({}, 'HEAD')).status).toBe(410)
  })

  it.each(damage)('$what after it was served is gone too', async ({ harm }) => {
    expect((await get({ range: 'bytes=0-9' })).status).toBe(206)
    await harm()
    expect((await get({ range: 'bytes=0-9' })).status).toBe(410)
    await writeFile(path(), content)
    expect((await get({ range: 'bytes=0-9' })).status).toBe(206)
  })
})
