import { BlobCollector } from './blob-collector.ts'
import { isBrowser } from './environment.ts'
import type { FetchBodyOptions, RequestBody } from './request-body.ts'
import { streamOf } from './stream-of.ts'

/** Up to here a body of known length is read as a whole, so that its length is announced and any `fetch` can send it. */
const maxGatheredBytes = 1_048_576

/** Gives a body the form `fetch` takes: as it is where it is at hand, else as a stream. */
export async function toFetchBody(
  body: Omit<RequestBody, 'toFetch'>,
  { headers, signal }: FetchBodyOptions = {},
): Promise<RequestInit> {
  const { content, length } = body
  if (content !== undefined) return { body: content as BodyInit }
  const pieces = untilAborted(body.open(), signal)
  // Pages cannot stream a request over HTTP/1.1; there the pieces are gathered into a Blob, which the browser keeps on disk.
  if (isBrowser()) return { body: await gather(pieces) }
  const stream = streamOf(pieces, () => pieces.return())
  if (length !== undefined && length <= maxGatheredBytes) return { body: await new Response(stream).arrayBuffer() }
  const isSized = headers !== undefined && length !== undefined
  return {
    body: stream,
    duplex: 'half',
    ...(isSized && { headers: { ...headers, 'content-length': String(length) } }),
    // Node's fetch keeps a copy of all it streams, in case of a redirect, unless there can be none and no window.
    ...(runsOnUndici() && { redirect: 'error', window: null }),
  } as RequestInit
}

/** Node's fetch reads a body on after it has been aborted. */
async function* untilAborted(
  pieces: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of pieces) {
    signal?.throwIfAborted()
    yield piece
  }
}

function runsOnUndici(): boolean {
  const { process } = globalThis as { process?: { versions?: { undici?: string } } }
  return process?.versions?.undici !== undefined
}

async function gather(pieces: AsyncIterable<Uint8Array>): Promise<Blob> {
  const collector = new BlobCollector()
  for await (const piece of pieces) collector.add(piece)
  return collector.toBlob()
}
