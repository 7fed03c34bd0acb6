import type { WireRequest } from '@mira/core'
import { type ClientState, readKey } from '@mira/core/internal'
import { sha256 } from './sha256.ts'

/** Headers that differ between equal requests. */
const changingHeaders = ['idempotency-key', 'traceparent', 'tracestate', 'baggage']

/**
 * Returns the key of a request: a SHA-256 of its method, URL, headers, API key and body. Returns `undefined` for a body
 * that is not text.
 */
export async function replyKey(request: WireRequest, state: ClientState): Promise<string | undefined> {
  const { method, url, body } = request
  const content = body === undefined ? '' : body.content
  if (typeof content !== 'string') return undefined
  const { apiKey } = state
  const credentials = typeof apiKey === 'function' ? await readKey(apiKey, state) : apiKey
  const headers = Object.entries(request.headers)
    .filter(([name]) => !changingHeaders.includes(name))
    .sort(([one], [other]) => (one < other ? -1 : 1))
  return sha256(JSON.stringify([method, url, headers, credentials, content]))
}
