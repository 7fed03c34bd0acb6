import { mkdtemp, open as openFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createGate, startTestServer } from '@mira/test-server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createClient } from '../client.ts'
import { type Download, download } from '../download.ts'
import type { DownloadOptions, DownloadProgress } from '../download-options.ts'
import { createBytes, hashOf, listenerCount } from '../files.test-support.ts'
import { failureOf, rejectionOf, transports } from '../pipeline.test-support.ts'
import { saveToPath } from './save-to-path.ts'

const content = createBytes(20 * 1024 * 1024)
const whole = { bytes: content, ranges: true, etag: '"v1"', headers: { 'content-type': 'audio/wav' } }
const route = 'GET /v1/file'
let folder = ''
let target = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-files-'))
  target = join(folder, 'song.wav')
})
afterEach(async () => {
  await rm(folder, { recursive: true })
})

describe.each(transports)('over $transport', ({ fetch }) => {
  const open = (url: string, options: DownloadOptions = {}): Download =>
    download(createClient({ baseUrl: url, fetch, retry: { baseDelayMs: 1 } }), '/v1/file', options)

  it('20 MB are saved as they are, and nothing else stays in the folder', async () => {
    await using server = await startTestServer({ [route]: whole })
    const events: DownloadProgress[] = []
    const progress = { onProgress: (event: DownloadProgress) => events.push(event) }
    const saved = await saveToPath(open(server.url), pathToFileURL(target), progress)
    expect(saved).toEqual({ path: target, sizeBytes: content.length, mediaType: 'audio/wav' })
    expect(hashOf(await readFile(target))).toBe(hashOf(content))
    expect(await readdir(folder)).toEqual(['song.wav'])
    expect(events.at(-1)).toEqual({ receivedBytes: content.length, totalBytes: content.length })
  })

  it('a file handle without a method to sync, as of Yarn, does', async () => {
    await using server = await startTestServer({ [route]: whole })
    await using handle = await openFile(folder)
    const sync = vi.spyOn(Object.getPrototypeOf(handle), 'sync').mockRejectedValue(new Error('Method not implemented.'))
    try {
      await saveToPath(open(server.url), target)
    } finally {
      sync.mockRestore()
    }
    expect(hashOf(await readFile(target))).toBe(hashOf(content))
  })

  it('two drops are survived', async () => {
    await using server = await startTestServer({
      [route]: [{ ...whole, dropAt: 3_000_000 }, { ...whole, resetAt: 9_000_000 }, whole],
    })
    await saveToPath(open(server.url), target)
    expect(hashOf(await readFile(target))).toBe(hashOf(content))
    expect(server.requests).toHaveLength(3)
  })

  it('a content that changed meanwhile is saved anew from its beginning', async () => {
    const changed = createBytes(3_000_001).reverse()
    await using server = await startTestServer({
      [route]: [
        { ...whole, dropAt: 5_000_000 },
        { bytes: changed, ranges: true, etag: '"v2"' },
      ],
    })
    const saved = await saveToPath(open(server.url), target)
    expect(saved.sizeBytes).toBe(changed.length)
    expect(hashOf(await readFile(target))).toBe(hashOf(changed))
  })

  it('an empty content is an empty file', async () => {
    await using server = await startTestServer({ [route]: { bytes: new Uint8Array() } })
    await saveToPath(open(server.url), target)
    expect(await readFile(target)).toHaveLength(0)
  })

  it('a download that stays broken leaves no file, and the one that stood there as it was', async () => {
    await using server = await startTestServer({ [route]: { ...whole, ranges: false, dropAt: 2_000_000 } })
    await writeFile(target, 'old')
    expect(await failureOf(saveToPath(open(server.url), target))).toMatchObject({ code: 'stream_interrupted' })
    expect(await readdir(folder)).toEqual(['song.wav'])
    expect(await readFile(target, 'utf8')).toBe('old')
  })

  it('an abort closes the socket, leaves no file and rejects with the reason', async () => {
    const gate = createGate()
    await using server = await startTestServer({ [route]: { chunks: [content.subarray(0, 3_000_000), gate] } })
    const controller = new AbortController()
    const outcome = rejectionOf(saveToPath(open(server.url, { signal: controller.signal }), target))
    await gate.reached
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^song\.wav\.\d+\.part$/)])
    const reason = new Error('changed my mind')
    controller.abort(reason)
    expect(await outcome).toBe(reason)
    await server.waitForClose()
    expect(await readdir(folder)).toEqual([])
    expect(listenerCount(controller.signal)).toBe(0)
  })
})

describe('the target', () => {
  const client = createClient({ baseUrl: 'http://127.0.0.1:9', retry: false })

  it('is checked before anything is requested', async () => {
    const missing = join(folder, 'no', 'song.wav')
    expect(await failureOf(saveToPath(download(client, '/v1/file'), missing))).toMatchObject({
      code: 'file_unwritable',
      message: `Save ${missing}: no such file or directory`,
    })
    expect(await failureOf(saveToPath(download(client, '/v1/file'), folder))).toMatchObject({
      code: 'file_unwritable',
      message: `Save ${folder}: it is a directory, not a file`,
    })
  })

  it('is replaced unless that is switched off', async () => {
    await using server = await startTestServer({ [route]: { text: 'new' } })
    const open = (): Download => download(createClient({ baseUrl: server.url }), '/v1/file')
    await writeFile(target, 'old')
    expect(await failureOf(saveToPath(open(), target, { overwrite: false }))).toMatchObject({ code: 'file_exists' })
    expect(server.requests).toEqual([])
    expect(await readFile(target, 'utf8')).toBe('old')
    await saveToPath(open(), target)
    expect(await readFile(target, 'utf8')).toBe('new')
    const other = join(folder, 'other.wav')
    await saveToPath(open(), other, { overwrite: false })
    expect(await readFile(other, 'utf8')).toBe('new')
    expect(await readdir(folder)).toEqual(['other.wav', 'song.wav'])
  })

  it('that somebody else puts there meanwhile is not replaced when that is switched off', async () => {
    const gate = createGate()
    await using server = await startTestServer({ [route]: { chunks: ['new', gate, 'er'] } })
    const outcome = failureOf(
      saveToPath(download(createClient({ baseUrl: server.url }), '/v1/file'), target, { overwrite: false }),
    )
    await gate.reached
    await writeFile(target, 'theirs')
    gate.open()
    expect(await outcome).toMatchObject({ code: 'file_exists', message: `Save ${target}: it already exists` })
    expect(await readFile(target, 'utf8')).toBe('theirs')
    expect(await readdir(folder)).toEqual(['song.wav'])
  })
})
