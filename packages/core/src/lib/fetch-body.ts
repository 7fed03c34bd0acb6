import { BlobCollector } from './blob-collector.ts'
import { isBrowser } from './environment.ts'
import { streamOf } from './stream-of.ts'
import type { FetchBodyOptions, RequestBody } from './wire-types.ts'

/** Bodies up to this known length are buffered, so that `content-length` is set and any `fetch` can send them. */
const maxGatheredBytes = 1_048_576

/** Converts a body for `fetch`: unchanged if it is in memory, otherwise as a stream. */
export async function toFetchBody(
  body: Omit<RequestBody, 'toFetch'>,
  { headers, signal }: FetchBodyOptions = {},
): Promise<RequestInit> {
  const { content, length } = body
  if (content !== undefined) return { body: content as BodyInit }
  const chunks = untilAborted(body.open(), signal)
  // Browsers cannot stream a request over HTTP/1.1; collect the chunks into a Blob, which they may keep on disk.
  if (isBrowser()) return { body: await gather(chunks) }
  const stream = streamOf(chunks, () => chunks.return())
  if (length !== undefined && length <= maxGatheredBytes) return { body: await new Response(stream).arrayBuffer() }
  const isSized = headers !== undefined && length !== undefined
  return {
    body: stream,
    duplex: 'half',
    ...(isSized && { headers: { ...headers, 'content-length': String(length) } }),
    // Node's fetch keeps a copy of a streamed body for redirects, unless redirects are disabled and `window` is null.
    ...(runsOnUndici() && { redirect: 'error', window: null }),
  } as RequestInit
}

/** Stops at an abort: Node's fetch continues to read the body after it has been aborted. */
async function* untilAborted(
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    signal?.throwIfAborted()
    yield chunk
  }
}

function runsOnUndici(): boolean {
  const { process } = globalThis as { process?: { versions?: { undici?: string } } }
  return process?.versions?.undici !== undefined
}

async function gather(chunks: AsyncIterable<Uint8Array>): Promise<Blob> {
  const collector = new BlobCollector()
  for await (const chunk of chunks) collector.add(chunk)
  return collector.toBlob()
}
