import type { ClientState } from '../client-state.ts'
import { isOnOrigin } from '../environment.ts'
import type { Reply, WireRequest } from '../wire-types.ts'

/** Depth to which values are redacted, and below which they are omitted. */
const maxDepth = 64
const keyPattern = /sk-mira-[\w-]+/g

/** Adds the API key, only to requests to the client's own origin: media URLs elsewhere must not receive it. */
export function addAuthorization(
  request: WireRequest,
  next: (request: WireRequest) => Promise<Reply>,
  state: ClientState,
): Promise<Reply> {
  const { apiKey } = state
  if (apiKey === undefined || request.headers.authorization || !isOnOrigin(request.url, state.baseUrl.origin)) {
    return next(request)
  }
  const send = (key: string): Promise<Reply> =>
    next({ ...request, headers: { ...request.headers, authorization: `Bearer ${key}` } })
  return typeof apiKey === 'string' ? send(apiKey) : readKey(apiKey, state).then(send)
}

/**
 * Calls the API key function and records the key as a secret to redact.
 *
 * @throws {TypeError} when the function does not return a valid key.
 */
export async function readKey(getKey: () => string | Promise<string>, state: ClientState): Promise<string> {
  const key = await getKey()
  checkApiKey(key, 'apiKey')
  // The previous key may still be in use by another call.
  if (!state.secrets.includes(key)) state.secrets = [key, ...state.secrets.slice(0, 1)]
  return key
}

/**
 * Validates an API key.
 *
 * @param source - Name of the setting or the variable that contains it, for the message.
 * @throws {TypeError} when the key is not a valid header value; the message does not include the key.
 */
export function checkApiKey(apiKey: string, source: string): void {
  if (typeof apiKey === 'string' && /^[\x21-\x7e]+$/.test(apiKey)) return
  throw new TypeError(`${source} must be the key alone: no space, newline or Bearer`)
}

/**
 * Redacts API keys from text: any `sk-mira-…` is reduced to at most its first 16 characters, and the given secrets are
 * removed entirely.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text
  for (const secret of secrets) if (secret.length > 3) clean = clean.replaceAll(secret, '[redacted]')
  return clean.replace(keyPattern, (key) => (key.length > 24 ? `${key.slice(0, 16)}…[redacted]` : '[redacted]'))
}

/** Redacts every string in a JSON value, including names; values nested deeper than 64 levels are omitted. */
export function redactJson(value: unknown, secrets: readonly string[] = [], depth = 0): unknown {
  if (depth > maxDepth) return '…'
  if (typeof value === 'string') return redact(value, secrets)
  if (Array.isArray(value)) return value.map((item) => redactJson(item, secrets, depth + 1))
  if (!(value instanceof Object)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [redact(name, secrets), redactJson(item, secrets, depth + 1)]),
  )
}
