import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../store/open-sqlite-store.ts'
import type { Store } from '../store/store.ts'
import { type S3Server, startS3Server } from '../test-support/s3-server.test-support.ts'
import type { MediaFile, MediaStore } from './media-store.ts'
import { openMediaStore } from './open-media-store.ts'

const hourMs = 3_600_000
const picture: MediaFile = { data: randomBytes(5_000), mediaType: 'image/png', userId: 'ada', expiresAt: 10 * hourMs }
const content = picture.data as Buffer

let store: Store
let time: number
beforeEach(async () => {
  store = await openSqliteStore(':memory:')
  time = 1_000
})
afterEach(() => store.close())

let directory: string
let s3: S3Server
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mira-media-test-'))
  s3 = await startS3Server()
})
afterAll(async () => {
  await rm(directory, { recursive: true })
  await s3[Symbol.asyncDispose]()
})

const places = {
  directory: () => openMediaStore({ dataDir: directory }, { records: store.media, now: () => time }),
  bucket: () =>
    openMediaStore(
      { mediaUrl: `s3://${s3.bucket}/files`, mediaEndpoint: s3.endpoint },
      { records: store.media, now: () => time, environment: s3.environment },
    ),
}

async function* inPieces(data: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size)
}

describe.each(Object.entries(places))('media in a %s', (_place, open) => {
  let media: MediaStore
  beforeEach(() => {
    media = open()
  })
  afterEach(() => media.close())

  it('gives back what was kept, whole and in part', async () => {
    const info = await media.put(picture)
    expect(info).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}\.png$/),
      mediaType: 'image/png',
      bytes: 5_000,
      sha256: createHash('sha256').update(content).digest('hex'),
      userId: 'ada',
      createdAt: 1_000,
      expiresAt: 10 * hourMs,
    })
    expect(await media.find(info.id)).toEqual(info)
    expect(await buffer(await media.read(info.id))).toEqual(content)
    expect(await buffer(await media.read(info.id, { start: 10, end: 19 }))).toEqual(content.subarray(10, 20))
    expect(await buffer(await media.read(info.id, { start: 4_999, end: 4_999 }))).toEqual(content.subarray(4_999))
  })

  it('keeps a long file that comes in pieces', async () => {
    const long = randomBytes(20_000_003)
    const info = await media.put({ ...picture, data: inPieces(long, 777_777), mediaType: 'video/mp4' })
    expect(info).toMatchObject({ id: expect.stringMatching(/\.mp4$/), bytes: 20_000_003 })
    expect((await buffer(await media.read(info.id))).equals(long)).toBe(true)
    const middle = { start: 8_388_600, end: 8_388_620 }
    expect(await buffer(await media.read(info.id, middle))).toEqual(long.subarray(middle.start, middle.end + 1))
  })

  it('keeps an empty file', async () => {
    const info = await media.put({ ...picture, data: new Uint8Array() })
    expect(await buffer(await media.read(info.id))).toHaveLength(0)
  })

  it('keeps nothing of a file whose bytes break off', async () => {
    async function* breaking() {
      yield content
      throw new Error('the source broke')
    }
    await expect(media.put({ ...picture, data: breaking() })).rejects.toThrow('the source broke')
    expect(await store.media.listStale({ expiredAt: Infinity, startedBefore: Infinity, limit: 9 })).toEqual([])
  })

  it('knows nothing of a file that has expired, was removed or never was', async () => {
    const [expiring, removed] = [await media.put(picture), await media.put(picture)]
    await media.remove(removed.id)
    await media.remove(removed.id)
    time = picture.expiresAt
    for (const id of [expiring.id, removed.id, 'nothing.png', '../mira.db']) {
      expect(await media.find(id)).toBeUndefined()
    }
    for (const id of [removed.id, 'nothing.png', '../mira.db']) await expect(media.read(id)).rejects.toThrow(id)
  })

  it('purges what has expired and leaves the rest', async () => {
    const short = await media.put({ ...picture, expiresAt: 5_000 })
    const long = await media.put(picture)
    time = 5_000
    await media.purge()
    await expect(media.read(short.id)).rejects.toThrow()
    expect(await buffer(await media.read(long.id))).toEqual(content)
    expect(await store.media.find(short.id)).toBeUndefined()
  })

  it('hides what a process that died left half written, and purges it', async () => {
    await store.media.begin({
      id: 'half.png',
      mediaType: 'image/png',
      userId: 'ada',
      createdAt: time,
      expiresAt: hourMs * 9,
    })
    expect(await media.find('half.png')).toBeUndefined()
    await media.purge()
    expect(await store.media.find('half.png')).toBeDefined()
    time += hourMs + 1
    await media.purge()
    expect(await store.media.find('half.png')).toBeUndefined()
  })
})

describe('a directory', () => {
  it('removes half-written bytes too, and detects bytes that were changed', async () => {
    const media = places.directory()
    const info = await media.put(picture)
    const folder = join(directory, 'media')
    await store.media.begin({
      id: 'half.png',
      mediaType: 'image/png',
      userId: 'ada',
      createdAt: time,
      expiresAt: hourMs * 9,
    })
    await writeFile(join(folder, 'half.png.partial'), 'half')
    time += hourMs + 1
    await media.purge()
    expect(await readdir(folder)).not.toContain('half.png.partial')

    await writeFile(join(folder, info.id), randomBytes(5_000))
    await expect(buffer(await media.read(info.id))).rejects.toThrow('does not match its stored hash')
  })

  it('of a server without one is temporary', async () => {
    const media = openMediaStore({}, { records: store.media, now: () => time })
    const { id } = await media.put(picture)
    expect(await buffer(await media.read(id))).toEqual(content)
    await media.close()
    await expect(media.read(id)).rejects.toThrow()
  })
})

it.each([
  { place: { mediaUrl: 'https://bucket' }, environment: {}, message: 's3://bucket' },
  { place: { mediaUrl: 's3://bucket' }, environment: { AWS_ACCESS_KEY_ID: 'a' }, message: 'AWS_SECRET_ACCESS_KEY' },
])('refuses $place with $environment', ({ place, environment, message }) => {
  expect(() => openMediaStore(place, { records: store.media, now: () => time, environment })).toThrow(message)
})
