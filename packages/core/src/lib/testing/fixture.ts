/** Exchanges with a server as JSON, to be kept beside a test. Made by `recordFetch`, played by `replayFetch`. */
export interface Fixture {
  readonly version: 1
  readonly exchanges: readonly RecordedExchange[]
}

/** One request, and what came back. */
export interface RecordedExchange {
  readonly method: string
  /** Path and query; the origin does not matter when it is played. */
  readonly target: string
  /** Absent when the request failed before any headers. */
  readonly reply?: RecordedReply | undefined
  /** `complete`, `failed` when the connection broke, `left` when the client did not read to the end. */
  readonly end: 'complete' | 'failed' | 'left'
}

/** A recorded reply; `text` holds its body where that is UTF-8, else `base64` does. */
export interface RecordedReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text?: string | undefined
  readonly base64?: string | undefined
  /** Offsets at which the reads of the body ended. */
  readonly tornAt: readonly number[]
}

// A fixture is committed: nothing that opens an account may be in it. Lengths and codings of the connection are not
// those of the bytes that `fetch` gives.
const droppedHeaders = new Set(['set-cookie', 'authorization', 'content-encoding', 'content-length', 'connection'])

/** Headers of a reply that may stay in a fixture. */
export function keepHeaders(headers: Headers, secrets: readonly string[]): Record<string, string> {
  const kept = [...headers].filter(([name]) => !droppedHeaders.has(name))
  return Object.fromEntries(kept.map(([name, value]) => [name, mask(value, secrets)]))
}

/** Puts asterisks in the place of secrets and API keys; the length stays, so that offsets stay true. */
export function mask(text: string, secrets: readonly string[]): string {
  const stars = (secret: string): string => '*'.repeat(secret.length)
  let clean = text
  for (const secret of secrets) if (secret !== '') clean = clean.replaceAll(secret, stars(secret))
  return clean.replace(/sk-mira-[\w-]+/g, (key) => `sk-mira-${stars(key.slice(8))}`)
}

/** Body of a reply for a fixture, secrets masked wherever reads have torn it. */
export function encodeBody(
  parts: readonly Uint8Array[],
  secrets: readonly string[],
): Pick<RecordedReply, 'text' | 'base64'> {
  // Latin-1 maps bytes to characters one to one: masking then cannot harm a body that is no text.
  const latin1 = parts.map((part) => Array.from(part, (byte) => String.fromCharCode(byte)).join('')).join('')
  const bytes = Uint8Array.from(mask(latin1, secrets), (character) => character.charCodeAt(0))
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    return { base64: btoa(mask(latin1, secrets)) }
  }
}

/** Body of a recorded reply, byte for byte. */
export function decodeBody({ text, base64 }: RecordedReply): Uint8Array {
  if (base64 === undefined) return new TextEncoder().encode(text)
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}
