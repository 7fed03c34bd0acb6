/**
 * Returns the SHA-256 of a text in hexadecimal digits.
 *
 * @throws {TypeError} in a web page without TLS, which has no `crypto.subtle`.
 */
export async function fingerprint(text: string): Promise<string> {
  const { subtle } = crypto
  if (!subtle) throw new TypeError('A checkpoint needs crypto.subtle, which web pages have only over HTTPS')
  return toHex(new Uint8Array(await subtle.digest('SHA-256', new TextEncoder().encode(text))))
}

/** Returns 128 random bits in hexadecimal digits. */
export function randomId(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(16)))
}

function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}
