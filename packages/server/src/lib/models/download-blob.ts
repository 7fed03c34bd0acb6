import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isDiskFailure } from '../disk-failure.ts'
import { lockFile } from '../lock-file.ts'
import { syncDirectory, syncFile } from '../sync-file.ts'
import { type HubAccess, HubError, hubRequest, isPassing } from './hub-request.ts'

/** Bytes to download. */
export interface Blob {
  /** Path of the file on the hub. */
  readonly urlPath: string
  /** Name for messages. */
  readonly name: string
  readonly size: number
  /** SHA-256, or Git object ID, in hexadecimal. */
  readonly etag: string
  /** Path of the downloaded file. */
  readonly path: string
  /** Path of the lock file, which stays after the download. */
  readonly lockPath: string
}

/** Options of {@link downloadBlob}. */
export interface DownloadOptions {
  /** Called with the number of bytes that are present, including those of an earlier attempt. */
  readonly onProgress?: ((bytes: number) => void) | undefined
  /** Called when another process downloads the same file, and this one waits for it. */
  readonly onWait?: (() => void) | undefined
  readonly signal?: AbortSignal | undefined
  /** Pause before the first repetition after a cut, in milliseconds; doubled each time. Defaults to 500. */
  readonly pauseMs?: number | undefined
}

const maxAttempts = 6
const lockPollMs = 100

/**
 * Downloads a file unless it is present. Continues an earlier attempt, checks the hash while it downloads, and makes the
 * file visible only when it is whole. Two processes that want the same file download it once.
 *
 * @throws {HubError} when the hub refuses, cuts the connection again and again, or sends other bytes. An incomplete file is kept
 *   for the next attempt; one with a wrong hash is removed.
 */
export async function downloadBlob(access: HubAccess, blob: Blob, options: DownloadOptions = {}): Promise<void> {
  const { onProgress, onWait, signal } = options
  if (await isWhole(blob)) return void onProgress?.(blob.size)
  await mkdir(dirname(blob.path), { recursive: true })
  const release = await waitForLock(blob.lockPath, onWait, signal)
  try {
    // Another process may have downloaded it while this one waited.
    if (await isWhole(blob)) return void onProgress?.(blob.size)
    await receiveAll(access, blob, options)
    await rename(partPath(blob), blob.path)
    await syncDirectory(dirname(blob.path))
  } catch (error) {
    if (!isDiskFailure(error)) throw error
    throw new HubError(`${blob.name} could not be written: free some disk space and run the command again`, {
      cause: error,
    })
  } finally {
    release()
  }
}

async function isWhole({ path, size }: Blob): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.size === size
}

/** Returns the path of an incomplete file. Other tools that share the cache do not append to files of this name. */
const partPath = ({ path }: Blob): string => `${path}.mira.part`

/** Receives the rest of a file, in several attempts if the connection is cut. */
async function receiveAll(access: HubAccess, blob: Blob, options: DownloadOptions): Promise<void> {
  const { signal, pauseMs = 500 } = options
  for (let attempt = 1; ; attempt++) {
    try {
      return await receive(access, blob, options)
    } catch (error) {
      if (signal?.aborted || !isPassing(error) || attempt === maxAttempts) throw error
      await pause(pauseMs * 2 ** (attempt - 1), undefined, { signal })
    }
  }
}

async function receive(access: HubAccess, blob: Blob, options: DownloadOptions): Promise<void> {
  const { signal, onProgress } = options
  const part = partPath(blob)
  await using file = await open(part, 'a')
  let hash = createBlobHash(blob)
  let have = (await file.stat()).size
  for await (const chunk of createReadStream(part)) hash.update(chunk)
  const restart = async () => {
    await file.truncate(0)
    hash = createBlobHash(blob)
    have = 0
  }
  if (have > blob.size) await restart()
  if (have < blob.size) {
    const request: HubRequest = (headers) => hubRequest(access, blob.urlPath, { headers, signal })
    const response = await requestRest(request, have)
    // A hub that ignores or rejects the range sends the whole file again.
    if (have > 0 && !isRest(response, have)) await restart()
    for await (const chunk of readBody(response, blob, signal)) {
      have += chunk.length
      if (have > blob.size)
        throw await discard(part, `${blob.name} is longer than the ${blob.size} bytes that the hub lists`)
      hash.update(chunk)
      await file.write(chunk)
      onProgress?.(have)
    }
  }
  if (have < blob.size) throw cutError(blob, have)
  const digest = hash.digest('hex')
  if (digest !== blob.etag) {
    const advice = 'It was removed; run the command again, and if the hash stays wrong, do not use this hub'
    throw await discard(part, `${blob.name} has a wrong hash: expected ${blob.etag}, got ${digest}. ${advice}`)
  }
  await syncFile(file)
}

type HubRequest = (headers?: Readonly<Record<string, string>>) => Promise<IncomingMessage>

async function requestRest(request: HubRequest, have: number): Promise<IncomingMessage> {
  if (have === 0) return request()
  try {
    return await request({ range: `bytes=${have}-` })
  } catch (error) {
    if (!(error instanceof HubError) || error.status !== 416) throw error
    return request()
  }
}

function isRest({ statusCode, headers }: IncomingMessage, have: number): boolean {
  return statusCode === 206 && headers['content-range']?.startsWith(`bytes ${have}-`) === true
}

/** Waits for a lock that another process may hold for as long as it downloads. */
async function waitForLock(
  path: string,
  onWait: (() => void) | undefined,
  signal: AbortSignal | undefined,
): Promise<() => void> {
  for (let isFirst = true; ; isFirst = false) {
    const release = lockFile(path)
    if (release !== undefined) return release
    if (isFirst) onWait?.()
    await pause(lockPollMs, undefined, { signal })
  }
}

/** Yields the bytes of a response. A cut connection is a passing failure. */
async function* readBody(
  response: IncomingMessage,
  blob: Blob,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* response as AsyncIterable<Buffer>
  } catch (cause) {
    throw signal?.aborted
      ? signal.reason
      : new HubError(`The download of ${blob.name} was cut; run the command again to go on`, { cause })
  }
}

/** Removes an incomplete file that no further attempt can complete. */
async function discard(part: string, message: string): Promise<HubError> {
  await rm(part, { force: true })
  return new HubError(message, { status: 200 })
}

function cutError(blob: Blob, have: number): HubError {
  return new HubError(
    `The download of ${blob.name} ended after ${have} of ${blob.size} bytes; run the command again to go on`,
  )
}

/** Creates the hash that names a blob: SHA-256, or the SHA-1 of a Git object for small files. */
export function createBlobHash({ etag, size }: { readonly etag: string; readonly size: number }): Hash {
  return etag.length === 64 ? createHash('sha256') : createHash('sha1').update(`blob ${size}\0`)
}
