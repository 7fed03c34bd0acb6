import { settleOnAbort } from '../abortable.ts'
import type { ByteReader, Fetch, RawReply, WireRequest } from '../wire-types.ts'

/** Sends with the standard `fetch`: a custom one, or the runtime's. */
export async function fetchTransport(
  { method, url, headers, body, redirect = 'manual', signal }: WireRequest,
  fetch: Fetch = globalThis.fetch,
): Promise<RawReply> {
  // Redirects are followed by the pipeline, which decides where credentials may be sent.
  const init = { method, headers, signal, redirect, ...(await body?.toFetch({ headers, signal })) } as const
  const response = await fetch(url, init)
  if (signal.aborted) {
    // A custom `fetch` may ignore the signal and resolve after the abort.
    readBody(response, signal).cancel()
    throw signal.reason
  }
  return {
    status: response.status,
    headers: response.headers,
    url: response.url || url,
    body: readBody(response, signal),
  }
}

function readBody(response: Response, signal: AbortSignal): ByteReader {
  if (!response.body) return wholeBody(response, signal)
  const reader = toWebStream(response.body).getReader()
  let isOver = false
  const cancel = (): void => {
    signal.removeEventListener('abort', cancel)
    if (isOver) return
    isOver = true
    // Canceling rejects when the stream has already failed; ignore that error.
    reader.cancel(signal.reason).catch(() => {})
  }
  signal.addEventListener('abort', cancel, { once: true })
  return {
    async read() {
      const { value, done } = await settleOnAbort(reader.read(), signal)
      if (!done) return value
      isOver = true
      signal.removeEventListener('abort', cancel)
      return undefined
    },
    cancel,
  }
}

/** Replies of `node-fetch` and similar packages have streams of Node as bodies. */
const toWebStream = (body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> =>
  'getReader' in body ? body : (ReadableStream as unknown as StreamFactory).from(body)

interface StreamFactory {
  from(chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array>
}

/** Reads the whole body as one chunk: some runtimes (React Native) have no body streams. */
function wholeBody(response: Response, signal: AbortSignal): ByteReader {
  let isRead = !response.arrayBuffer
  return {
    async read() {
      if (isRead) return undefined
      isRead = true
      const bytes = new Uint8Array(await settleOnAbort(response.arrayBuffer(), signal))
      return bytes.length > 0 ? bytes : undefined
    },
    cancel() {
      isRead = true
    },
  }
}
