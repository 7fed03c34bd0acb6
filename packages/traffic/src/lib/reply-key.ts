import type { WireRequest } from '@mira/core'
import { type ClientState, readKey } from '@mira/core/internal'

/** Headers that differ between equal requests. */
const changingHeaders = ['idempotency-key', 'traceparent', 'tracestate', 'baggage']

/**
 * Returns the key of a request: a SHA-256 of its method, URL, headers, API key and body. Returns `undefined` for a body
 * that is not text, and where the runtime has no cryptography, such as in web pages without TLS.
 */
export async function replyKey(request: WireRequest, state: ClientState): Promise<string | undefined> {
  const { method, url, body } = request
  const content = body === undefined ? '' : body.content
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined
  if (typeof content !== 'string' || !subtle) return undefined
  const { apiKey } = state
  const credentials = typeof apiKey === 'function' ? await readKey(apiKey, state) : apiKey
  const headers = Object.entries(request.headers)
    .filter(([name]) => !changingHeaders.includes(name))
    .sort(([one], [other]) => (one < other ? -1 : 1))
  const text = JSON.stringify([method, url, headers, credentials, content])
  const digest = await subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
