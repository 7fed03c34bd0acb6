import { createHash } from 'node:crypto'
import { appendFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { startTestServer } from '@mira/test-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { binaryBody } from '../binary-body.ts'
import { createClient } from '../client.ts'
import { readFileSource } from '../file-source.ts'
import { collect, createBytes, hashOf } from '../files.test-support.ts'
import { multipartBody } from '../multipart.ts'
import { failureOf } from '../pipeline.test-support.ts'
import { readObject } from '../read-body.ts'
import { request } from '../request.ts'
import { fromPath } from './from-path.ts'

const content = createBytes(20 * 1024 * 1024)
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-files-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

async function createFile(name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

describe('fromPath', () => {
  it('has a name, type and size, and yields the content each time it is opened', async () => {
    const file = readFileSource(await fromPath(await createFile('größe.mp3', content)))
    expect(file).toMatchObject({ name: 'größe.mp3', type: 'audio/mpeg', length: content.length, isReplayable: true })
    const hash = hashOf(content)
    expect(hashOf(await collect(file.open()))).toBe(hash)
    expect(hashOf(await collect(file.open()))).toBe(hash)
  })

  it('takes a file URL, and none of any other kind', async () => {
    const url = pathToFileURL(await createFile('ein Lied.mp3', content))
    const file = readFileSource(await fromPath(url))
    expect(file).toMatchObject({ name: 'ein Lied.mp3', length: content.length })
    expect(hashOf(await collect(file.open()))).toBe(hashOf(content))
    await expect(fromPath(new URL('https://example.com/song.mp3'))).rejects.toThrow(TypeError)
  })

  it.each([0, 1, 262_143, 262_144, 262_145, 524_288])('gives all of %d bytes', async (length) => {
    const path = await createFile('sized', content.subarray(0, length))
    expect(hashOf(await collect(readFileSource(await fromPath(path)).open()))).toBe(hashOf(content.subarray(0, length)))
  })

  it('takes turns with two buffers where the memory of a chunk may be reused', async () => {
    const file = readFileSource(await fromPath(await createFile('reused', content)))
    const buffers = new Set<ArrayBufferLike>()
    const hash = createHash('sha256')
    for await (const chunk of file.open({ mayReuse: true })) {
      buffers.add(chunk.buffer)
      hash.update(chunk)
    }
    expect([buffers.size, hash.digest('hex')]).toEqual([2, hashOf(content)])
    const kept: Uint8Array[] = []
    for await (const chunk of file.open()) kept.push(chunk)
    expect(hashOf(Buffer.concat(kept))).toBe(hashOf(content))
  })

  it('takes another name and type', async () => {
    const path = await createFile('upload-8f3a', 'x')
    expect(await fromPath(path, { name: 'a.wav' })).toMatchObject({ name: 'a.wav', type: 'audio/wav' })
    expect(await fromPath(path, { type: 'text/x' })).toMatchObject({ name: 'upload-8f3a', type: 'text/x' })
  })

  it('says what is wrong with a path', async () => {
    const missing = join(folder, 'missing.wav')
    expect(await failureOf(fromPath(missing))).toMatchObject({
      code: 'file_unreadable',
      message: `Read ${missing}: no such file or directory`,
    })
    const below = join(await createFile('plain', 'x'), 'a.wav')
    expect(await failureOf(fromPath(below))).toMatchObject({
      message: `Read ${below}: part of the path is not a directory`,
    })
    expect(await failureOf(fromPath(folder))).toMatchObject({
      code: 'file_unreadable',
      message: `Read ${folder}: it is a directory, not a file`,
    })
  })

  it('a file that vanished before it is sent is an error, and is not tried again', async () => {
    await using server = await startTestServer({ 'POST /v1/upload': { json: {} } })
    const client = createClient({ baseUrl: server.url, retry: { baseDelayMs: 1 } })
    const path = await createFile('gone.wav', 'x')
    const body = multipartBody({ file: await fromPath(path) })
    await rm(path)
    const error = await failureOf(
      request(client, { operation: 'file.upload', path: '/v1/upload', body, read: readObject }),
    )
    expect(error).toMatchObject({ code: 'file_unreadable', retryable: false })
  })

  it.each<[string, (path: string) => Promise<void>]>([
    ['grew', (path) => appendFile(path, 'more')],
    ['shrank', (path) => truncate(path, 5 * 1024 * 1024)],
  ])('a file that %s while it is sent is an error', async (_, change) => {
    const path = await createFile('log.txt', content)
    const opened = readFileSource(await fromPath(path))
      .open()
      [Symbol.asyncIterator]()
    await opened.next()
    await change(path)
    const rest = collect({ [Symbol.asyncIterator]: () => opened })
    expect(await failureOf(rest)).toMatchObject({ code: 'file_changed', retryable: false })
  })

  it('a file that changed before it is opened is an error', async () => {
    const path = await createFile('early.txt', 'abc')
    const source = await fromPath(path)
    await appendFile(path, 'def')
    expect(await failureOf(collect(readFileSource(source).open()))).toMatchObject({ code: 'file_changed' })
  })

  it('what is no plain file is read once to its end', async () => {
    const file = readFileSource(await fromPath('/dev/null'))
    expect([file.length, file.isReplayable]).toEqual([undefined, false])
    expect(await collect(file.open())).toHaveLength(0)
  })

  it('20 MB arrive as they are, with their length', async () => {
    await using server = await startTestServer({ 'POST /v1/upload': [{ status: 503 }, { json: {} }] })
    const client = createClient({ baseUrl: server.url, retry: { baseDelayMs: 1 } })
    const body = binaryBody(await fromPath(await createFile('big.wav', content)))
    await request(client, { operation: 'file.upload', path: '/v1/upload', body, read: readObject })
    for (const request of server.requests) {
      expect(request.headers).toMatchObject({ 'content-length': String(content.length), 'content-type': 'audio/wav' })
      expect(hashOf(request.body)).toBe(hashOf(content))
    }
    expect(server.requests).toHaveLength(2)
  })
})
