import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeBase64, encodeBase64 } from './base64.ts'

const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 50 }),
  fc
    .tuple(fc.integer({ min: 6_100, max: 20_000 }), fc.nat(255))
    .map(([length, step]) => new Uint8Array(length).map((_, index) => index * step)),
)

/** ES2026 method of `Uint8Array`, which some of the tested runtimes lack. */
const withMethod = (bytes: Uint8Array): Uint8Array =>
  Object.assign(bytes.slice(), { toBase64: () => Buffer.from(bytes).toString('base64') })

it('writes base64, and reads it back', () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      const text = encodeBase64(bytes)
      expect(text).toBe(Buffer.from(bytes).toString('base64'))
      expect(encodeBase64(withMethod(bytes))).toBe(text)
      expect(decodeBase64(text)).toEqual(bytes)
    }),
  )
})

it.each(['§', 'a', 'ab=c'])('refuses %s', (text) => {
  expect(() => decodeBase64(text)).toThrow()
})
