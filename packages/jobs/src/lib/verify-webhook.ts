import { MiraError } from '@mira/core'

/** Input of {@link verifyWebhook}. */
export interface WebhookInput {
  /** Raw request body, exactly as received. JSON that was parsed and serialized again has a different signature. */
  readonly payload: string | Uint8Array
  /** Request headers: `Headers`, or an object such as Node's `request.headers`. */
  readonly headers: WebhookHeaders
  /** Webhook secrets: `whsec_…`, or only the base64 part. During rotation, pass all valid secrets. */
  readonly secrets: string | readonly string[]
  /** Maximum difference between the timestamp and the current time, in either direction. Defaults to 300. */
  readonly toleranceSeconds?: number | undefined
  /** Returns the current time in Unix milliseconds. Defaults to `Date.now`. */
  readonly now?: (() => number) | undefined
}

/** Request headers: `Headers`, or an object with case-insensitive names. */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>

/** A verified webhook. */
export interface Webhook {
  /** Id of the webhook, the same on each redelivery. Store it for `toleranceSeconds` to detect duplicates. */
  readonly id: string
  /** Time of sending, in Unix milliseconds. */
  readonly sentAtMs: number
  /** Parsed JSON payload. */
  readonly data: unknown
}

const maxSignatures = 16
/** The specification requires 24 bytes; a shorter secret that servers accept is at least not guessable. */
const minSecretBytes = 16

/**
 * Verifies the signature and the timestamp of a webhook (Standard Webhooks).
 *
 * @returns The verified webhook with its parsed payload.
 * @throws {MiraError} `webhook_invalid` when the webhook is not authentic, was modified, or is too old.
 * @throws {TypeError} when the payload is already parsed, `secrets` is empty, or a secret is not base64 or is
 * shorter than 16 bytes.
 * @throws {RangeError} when `toleranceSeconds` is negative.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export async function verifyWebhook(input: WebhookInput): Promise<Webhook> {
  const { payload, headers, secrets, toleranceSeconds = 300, now = Date.now } = input
  if (typeof payload !== 'string' && !(payload instanceof Uint8Array))
    throw new TypeError('payload must be the raw body, as a string or bytes')
  if (!(toleranceSeconds >= 0)) throw new RangeError('toleranceSeconds must be a number of at least 0')
  const keys = [secrets].flat().map(decodeSecret)
  if (keys.length === 0) throw new TypeError('secrets must contain at least one secret')
  const id = readHeader(headers, 'webhook-id')
  const timestamp = readHeader(headers, 'webhook-timestamp')
  const signatures = readHeader(headers, 'webhook-signature')
  if (!id || !timestamp || !signatures) throw invalid('a header is missing')
  const sentAtMs = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) * 1_000 : Number.NaN
  if (!(Math.abs(now() - sentAtMs) <= toleranceSeconds * 1_000)) throw invalid('it was not sent just now')
  const signed = join(`${id}.${timestamp}.`, payload)
  if (!(await isSigned(signed, signatures, keys))) throw invalid('no signature fits')
  return { id, sentAtMs, data: parse(payload) }
}

function readHeader(headers: WebhookHeaders, name: string): string | undefined {
  if (typeof headers.get === 'function') return headers.get(name) ?? undefined
  const [, value] = Object.entries(headers).find(([key]) => key.toLowerCase() === name) ?? []
  return typeof value === 'string' ? value : undefined
}

function decodeSecret(secret: string): Uint8Array<ArrayBuffer> {
  const key = decodeBase64(secret.replace(/^whsec_/, ''))
  if (!key) throw new TypeError('A secret must be base64, with an optional whsec_ prefix')
  if (key.length < minSecretBytes) {
    const message = `A secret must have at least ${minSecretBytes} bytes, not ${key.length}; use the one that the server shows`
    throw new TypeError(message)
  }
  return key
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}

function join(prefix: string, payload: string | Uint8Array): Uint8Array<ArrayBuffer> {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
  const parts = [encode(prefix), typeof payload === 'string' ? encode(payload) : payload] as const
  const joined = new Uint8Array(parts[0].length + parts[1].length)
  joined.set(parts[0])
  joined.set(parts[1], parts[0].length)
  return joined
}

/** Returns whether any of the space-separated signatures (`v1,base64`) matches any of the keys. */
async function isSigned(
  signed: Uint8Array<ArrayBuffer>,
  signatures: string,
  keys: readonly Uint8Array<ArrayBuffer>[],
): Promise<boolean> {
  const candidates = signatures
    .split(' ', maxSignatures)
    .filter((signature) => signature.startsWith('v1,'))
    .flatMap((signature) => decodeBase64(signature.slice(3)) ?? [])
  const checks = keys.flatMap(async (bytes) => {
    const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
    // `verify` compares in constant time (Web Cryptography §26.6), and all checks run regardless of other results.
    const verify = (signature: Uint8Array<ArrayBuffer>) => crypto.subtle.verify('HMAC', key, signature, signed)
    return (await Promise.all(candidates.map(verify))).includes(true)
  })
  return (await Promise.all(checks)).includes(true)
}

function parse(payload: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof payload === 'string' ? payload : new TextDecoder().decode(payload))
  } catch (cause) {
    throw invalid('its payload is no JSON', cause)
  }
}

function invalid(reason: string, cause?: unknown): MiraError {
  return new MiraError(`webhook.verify: ${reason}`, { code: 'webhook_invalid', operation: 'webhook.verify', cause })
}
