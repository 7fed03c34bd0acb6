import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import type { BlobStore } from './blob-store.ts'
import { createVerifier } from './create-verifier.ts'
import type { MediaInfo } from './media-store.ts'

const content = randomBytes(1_000)
const sha256 = createHash('sha256').update(content).digest('hex')
const info = (id: string): MediaInfo => {
  return { id, mediaType: 'image/png', bytes: 1_000, sha256, userId: 'ada', createdAt: 0, expiresAt: 1 }
}

/** Blobs with one content, that count how often they are read. */
function startBlobs() {
  const state = { reads: 0, version: 'a', failure: undefined as Error | undefined }
  const blobs: BlobStore = {
    write: async () => {},
    async read() {
      state.reads += 1
      if (state.failure !== undefined) throw state.failure
      return Readable.from([content])
    },
    version: async () => state.version,
    remove: async () => {},
    close: async () => {},
  }
  return { state, blobs }
}

it('reads an unchanged file once a minute, for any number of requests', async () => {
  const { state, blobs } = startBlobs()
  let now = 0
  const verify = createVerifier(blobs, () => now)
  const conditions = await Promise.all(Array.from({ length: 50 }, () => verify(info('a.png'))))
  expect([new Set(conditions), state.reads]).toEqual([new Set(['intact']), 1])
  state.version = 'b'
  await verify(info('a.png'))
  expect(state.reads).toBe(2)
  now = 60_000
  await verify(info('a.png'))
  expect(state.reads).toBe(3)
})

it('forgets the oldest files', async () => {
  const { state, blobs } = startBlobs()
  const verify = createVerifier(blobs, () => 0)
  for (let index = 0; index < 1_001; index += 1) await verify(info(`${index}.png`))
  await verify(info('1000.png'))
  expect(state.reads).toBe(1_001)
  await verify(info('0.png'))
  expect(state.reads).toBe(1_002)
})

it('does not take a storage that cannot be reached for a damaged file', async () => {
  const { state, blobs } = startBlobs()
  const verify = createVerifier(blobs, () => 0)
  state.failure = new Error('connection refused')
  await expect(verify(info('a.png'))).rejects.toThrow('connection refused')
  state.failure = undefined
  expect(await verify(info('a.png'))).toBe('intact')
})
