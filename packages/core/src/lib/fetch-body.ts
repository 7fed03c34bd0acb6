import { BlobCollector } from './blob-collector.ts'
import { concatBytes } from './concat-bytes.ts'
import { isBrowser } from './environment.ts'
import type { RequestBody } from './request-body.ts'
import { streamOf } from './stream-of.ts'

/** Up to here a body of known length is read as a whole, so that its length is announced and any `fetch` can send it. */
const maxGatheredBytes = 1024 * 1024

/**
 * Gives a body the form `fetch` takes: as it is where it is at hand, else as a stream.
 *
 * @param headers Headers of the request; they come back with `content-length` where only a header can tell it.
 */
export async function toFetchBody(body: RequestBody, headers?: Readonly<Record<string, string>>): Promise<RequestInit> {
  if (body.content !== undefined) return { body: body.content as BodyInit }
  // Pages cannot stream a request over HTTP/1.1; there the pieces are gathered into a Blob, which the browser keeps on disk.
  if (isBrowser()) return { body: await gatherBlob(body) }
  const { length } = body
  if (length !== undefined && length <= maxGatheredBytes) return { body: await gatherBytes(body) }
  const isSized = headers !== undefined && length !== undefined
  return {
    body: toStream(body),
    duplex: 'half',
    ...(isSized && { headers: { ...headers, 'content-length': String(length) } }),
    // Node's fetch keeps a copy of all it streams, in case of a redirect, unless there can be none and no window.
    ...(runsOnUndici() && { redirect: 'error', window: null }),
  } as RequestInit
}

function runsOnUndici(): boolean {
  const { process } = globalThis as { process?: { versions?: { undici?: string } } }
  return process?.versions?.undici !== undefined
}

async function gatherBlob(body: RequestBody): Promise<Blob> {
  const collector = new BlobCollector()
  for await (const piece of body.open()) collector.add(piece)
  return collector.toBlob()
}

async function gatherBytes(body: RequestBody): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = []
  for await (const piece of body.open()) pieces.push(piece)
  return concatBytes(pieces)
}

function toStream(body: RequestBody): ReadableStream<Uint8Array> {
  const pieces = body.open()[Symbol.asyncIterator]()
  return streamOf(pieces, () => pieces.return?.())
}
