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
  const { status, headers: replyHeaders, url: finalUrl } = response
  const reply = { status, headers: replyHeaders, url: finalUrl || url, body: readBody(response, signal) }
  // A custom `fetch` may ignore the signal and resolve after the abort.
  if (signal.aborted) reply.body.cancel()
  signal.throwIfAborted()
  return reply
}

function readBody(response: Response, signal: AbortSignal): ByteReader {
  const reader = response.body ? toWebStream(response.body).getReader() : wholeBody(response)
  const cancel = (): void => {
    signal.removeEventListener('abort', cancel)
    // Rejects when the stream has already failed, and does nothing when it has ended.
    reader.cancel(signal.reason).catch(() => {})
  }
  signal.addEventListener('abort', cancel, { once: true })
  return {
    async read() {
      const { value, done } = await settleOnAbort(reader.read(), signal)
      if (done) signal.removeEventListener('abort', cancel)
      return value
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

type Chunk = { readonly value?: Uint8Array | undefined; readonly done: boolean }

/** Reads the whole body as one chunk: some runtimes (React Native) have no body streams. */
function wholeBody(response: Response): { read(): Promise<Chunk>; cancel(reason: unknown): Promise<void> } {
  let isRead = !response.arrayBuffer
  return {
    async read() {
      if (isRead) return { done: true }
      isRead = true
      const value = new Uint8Array(await response.arrayBuffer())
      return value.length > 0 ? { value, done: false } : { done: true }
    },
    async cancel() {
      isRead = true
    },
  }
}
