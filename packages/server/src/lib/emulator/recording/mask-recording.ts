import { maskSecrets } from '../mask-secrets.ts'

/** Headers whose value is a credential or identifies a person or an account. */
const secretHeader =
  /authorization|cookie|token|secret|passw|credential|signature|api-?key|-key$|session|organization|project|account|forwarded|real-ip|client-ip|^from$|user-id|email/

/** Headers that only look like those. */
const harmlessHeader = /^(?:idempotency-key|access-control-.*|.*ratelimit-.*)$/

/** Parameters of URLs whose value is a credential, such as those of signed links. */
const secretParameter =
  /^(?:key|sig|auth|.*(?:signature|token|secret|password|credential|api[-_]?key|access[-_]?key(?:[-_]?id)?|key-pair-id))$/i

const email = /[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+/g

/** Masks credentials, e-mail addresses and what identifies a person in headers with lowercase names. */
export function maskRecordedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, maskHeader(name, value)]))
}

function maskHeader(name: string, value: string): string {
  if (name === 'sec-websocket-protocol') return value.replace(/(api-key\.)[^\s,]+/gi, '$1***')
  // The scheme shows how the client authenticates.
  if (name === 'authorization') return value.replace(/^(\S+)\s.*$|^.*$/s, '$1 ***').trim()
  if (secretHeader.test(name) && !harmlessHeader.test(name)) return '***'
  return maskText(value).replace(email, '***')
}

/** Masks the values of secret parameters of a query, and sorts them: the order does not matter to a match. */
export function maskQuery(query: string): string {
  const pairs = [...new URLSearchParams(query)].map(([name, value]): [string, string] => [
    name,
    secretParameter.test(name) ? '***' : maskText(value),
  ])
  return String(new URLSearchParams(pairs.toSorted(([one], [other]) => (one < other ? -1 : Number(one > other)))))
}

/** Returns whether a query contains a credential. */
export function hasSecretParameter(query: string): boolean {
  return [...new URLSearchParams(query).keys()].some((name) => secretParameter.test(name))
}

/** Parameters of URLs, wherever they occur in a text; an ampersand may be escaped as in JSON, HTML or a URL. */
const parameter = /([?&;]|\\u0026|%26)([\w.~%-]+)=([^&\s"'<>\\;)]+)/g

/** API keys and webhook secrets, with the prefix that shows their kind. */
const keys = /\b(sk-(?:mira-|proj-|ant-)?|whsec_|ek_)([A-Za-z0-9_+/=-]{16,})/g

/** Masks keys and the secret parameters of URLs in the text of a request. */
export function maskText(text: string): string {
  return replaceSecrets(maskSecrets(text), () => '***')
}

/**
 * Masks keys and the secret parameters of URLs in a body. The length stays the same, so that chunks end where they
 * ended.
 *
 * @param body - UTF-8 or any other bytes.
 */
export function maskBody(body: Uint8Array): Uint8Array {
  // One character per byte: what is masked is ASCII.
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1')
  const masked = replaceSecrets(text, (secret) => '*'.repeat(secret.length))
  return masked === text ? body : Buffer.from(masked, 'latin1')
}

function replaceSecrets(text: string, mask: (secret: string) => string): string {
  return text
    .replace(parameter, (whole, start: string, name: string, value: string) =>
      secretParameter.test(name) ? `${start}${name}=${mask(value)}` : whole,
    )
    .replace(keys, (_whole, prefix: string, rest: string) => prefix + mask(rest))
}
