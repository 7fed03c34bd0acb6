import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { base64Length, decodeBase64, decodeBase64Into, encodeBase64 } from './base64.ts'

const { Buffer } = globalThis
const bytesOf = fc.uint8Array({ minLength: 0, maxLength: 20_000 })
const newBytes = Uint8Array.prototype as unknown as Record<string, unknown>

afterEach(() => {
  globalThis.Buffer = Buffer
})

/** The three implementations: Node's `Buffer`, the ES2026 methods, and `atob`. */
describe.each(['Buffer', 'setFromBase64', 'atob'])('base64 by %s', (way) => {
  const prepare = (): (() => void) => {
    if (way !== 'Buffer') Reflect.deleteProperty(globalThis, 'Buffer')
    if (way !== 'setFromBase64') return () => {}
    newBytes.toBase64 = function (this: Uint8Array) {
      return Buffer.from(this).toString('base64')
    }
    newBytes.setFromBase64 = function (this: Uint8Array, text: string) {
      return { written: Buffer.from(this.buffer, this.byteOffset, this.length).write(text, 'base64') }
    }
    return () => {
      delete newBytes.toBase64
      delete newBytes.setFromBase64
    }
  }

  it('encodes and decodes any bytes', () => {
    const restore = prepare()
    try {
      fc.assert(
        fc.property(bytesOf, (bytes) => {
          const text = encodeBase64(bytes)
          const decoded = new Uint8Array(base64Length(text) + 8).subarray(8)
          decodeBase64Into(text, decoded)
          expect(text).toBe(Buffer.from(bytes).toString('base64'))
          expect(decoded).toEqual(bytes)
          expect(Uint8Array.from(decodeBase64(text))).toEqual(bytes)
        }),
        { numRuns: 50 },
      )
    } finally {
      restore()
    }
  })

  it.each(['!!!!', '§', 'a', 'ab=c'])('rejects %s', (text) => {
    const restore = prepare()
    try {
      expect(() => decodeBase64Into(text, new Uint8Array(base64Length(text)))).toThrow()
    } finally {
      restore()
    }
  })
})
