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
  const reader = openReader(response)
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

type BodyReader = Pick<ReadableStreamDefaultReader<Uint8Array>, 'read' | 'cancel'>

/** Replies of `node-fetch` and similar packages have streams of Node as bodies, which have no readers. */
function openReader(response: Response): BodyReader {
  const { body } = response
  if (body && 'getReader' in body) return body.getReader()
  const chunks = (body ?? readWhole(response))[Symbol.asyncIterator]()
  return {
    read: () => chunks.next(),
    cancel: async () => void (await chunks.return?.(undefined)),
  }
}

/** Reads the whole body as one chunk: some runtimes (React Native) have no body streams. */
async function* readWhole(response: Response): AsyncGenerator<Uint8Array, undefined> {
  const bytes = new Uint8Array((await response.arrayBuffer?.()) ?? 0)
  if (bytes.length > 0) yield bytes
}
