/** Recorded exchanges with a server as JSON, stored next to a test. Created by `recordFetch`, used by `replayFetch`. */
export interface Fixture {
  readonly version: 1
  readonly exchanges: readonly RecordedExchange[]
}

/** One request and its response. */
export interface RecordedExchange {
  readonly method: string
  /** Path and query; the origin is ignored in a replay. */
  readonly target: string
  /** Response; absent when the request failed before the headers. */
  readonly reply?: RecordedReply | undefined
  /** `complete`; `failed` when the connection broke; `aborted` when the client did not read to the end. */
  readonly end: 'complete' | 'failed' | 'aborted'
}

/** A recorded response; the body is in `text` if it is UTF-8, otherwise in `base64`. */
export interface RecordedReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text?: string | undefined
  readonly base64?: string | undefined
  /** Byte offsets at which the reads of the body ended. */
  readonly splitAt: readonly number[]
}

// Fixtures are committed and must not contain credentials. Lengths and encodings of the connection do not match the
// bytes that `fetch` returns.
const droppedHeaders = new Set(['set-cookie', 'authorization', 'content-encoding', 'content-length', 'connection'])

/** Returns the response headers that are safe to store in a fixture. */
export function keepHeaders(headers: Headers, secrets: readonly string[]): Record<string, string> {
  const kept = [...headers].filter(([name]) => !droppedHeaders.has(name))
  return Object.fromEntries(kept.map(([name, value]) => [name, mask(value, secrets)]))
}

/** Replaces secrets and API keys with asterisks; the length is preserved, so that offsets remain valid. */
export function mask(text: string, secrets: readonly string[]): string {
  const stars = (secret: string): string => '*'.repeat(secret.length)
  let clean = text
  for (const secret of secrets) if (secret !== '') clean = clean.replaceAll(secret, stars(secret))
  return clean.replace(/sk-mira-[\w-]+/g, (key) => `sk-mira-${stars(key.slice(8))}`)
}

/** Encodes a response body for a fixture; masks secrets even if they are split between reads. */
export function encodeBody(
  parts: readonly Uint8Array[],
  secrets: readonly string[],
): Pick<RecordedReply, 'text' | 'base64'> {
  // Latin-1 maps bytes to characters one to one, so masking cannot corrupt a binary body.
  const latin1 = parts.map((part) => Array.from(part, (byte) => String.fromCharCode(byte)).join('')).join('')
  const bytes = Uint8Array.from(mask(latin1, secrets), (character) => character.charCodeAt(0))
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    return { base64: btoa(mask(latin1, secrets)) }
  }
}

/** Decodes the body of a recorded response to its original bytes. */
export function decodeBody({ text, base64 }: RecordedReply): Uint8Array {
  if (base64 === undefined) return new TextEncoder().encode(text)
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}
