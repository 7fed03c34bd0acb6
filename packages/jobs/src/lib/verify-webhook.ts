import { MiraError } from '@mira/core'

/** What {@link verifyWebhook} checks. */
export interface WebhookInput {
  /** The body exactly as it came; JSON that was parsed and written again has another signature. */
  readonly payload: string | Uint8Array
  /** Of the request: `Headers`, or an object such as Node's. */
  readonly headers: WebhookHeaders
  /** `whsec_…`, or its base64 part; while secrets are rotated, all that are valid. */
  readonly secrets: string | readonly string[]
  /** How far the sender's clock may be off either way, and how old a webhook may be (default 300). */
  readonly toleranceSeconds?: number | undefined
  /** Milliseconds since the Unix epoch; default the machine's clock. */
  readonly now?: (() => number) | undefined
}

/** Headers as `Headers`, or as an object whose names are spelled in any case. */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>

/** A webhook that is genuine and fresh. */
export interface Webhook {
  /** The same whenever a webhook is sent again: keep it for `toleranceSeconds` to tell repeats. */
  readonly id: string
  readonly sentAtMs: number
  /** The payload, parsed. */
  readonly data: unknown
}

const maxSignatures = 16

/**
 * Checks that a webhook is from whoever knows the secret, unchanged, and not an old one played again.
 *
 * @throws {MiraError} `webhook_invalid` when it is not.
 * @throws {TypeError | RangeError} for a payload that was parsed before, and for secrets or a tolerance that cannot work.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export async function verifyWebhook(input: WebhookInput): Promise<Webhook> {
  const { payload, headers, secrets, toleranceSeconds = 300, now = Date.now } = input
  if (typeof payload !== 'string' && !(payload instanceof Uint8Array))
    throw new TypeError('payload must be the body as it came, in text or bytes')
  if (!(toleranceSeconds >= 0)) throw new RangeError('toleranceSeconds must be a number from 0')
  const keys = [secrets].flat().map(decodeSecret)
  if (keys.length === 0) throw new TypeError('secrets must hold at least one')
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
  if (!key?.length) throw new TypeError('A secret must be base64, with or without whsec_ before it')
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

/** Whether any of the signatures (`v1,base64`, separated by blanks) was made with any of the keys. */
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
    // `verify` compares in constant time (Web Cryptography §26.6), and no check waits for another's outcome.
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
