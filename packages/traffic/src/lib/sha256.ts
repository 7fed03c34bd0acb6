// Web Crypto is asynchronous, and missing in web pages without TLS.

/** First 32 bits of the fractional parts of the roots of the first primes (FIPS 180-4 §4.2.2, §5.3.3). */
function rootsOfPrimes(count: number, root: number): Uint32Array {
  const words = new Uint32Array(count)
  for (let candidate = 2, found = 0; found < count; candidate += 1) {
    let isPrime = true
    for (let factor = 2; factor * factor <= candidate; factor += 1) if (candidate % factor === 0) isPrime = false
    if (!isPrime) continue
    words[found] = (candidate ** (1 / root) % 1) * 2 ** 32
    found += 1
  }
  return words
}

let constants: Uint32Array | undefined

/** Returns the SHA-256 of a text in UTF-8, in hexadecimal (FIPS 180-4 §6.2). */
export function sha256(text: string): string {
  constants ??= rootsOfPrimes(64, 3)
  const state = rootsOfPrimes(8, 2)
  const blocks = pad(new TextEncoder().encode(text))
  const words = new Uint32Array(64)
  for (let offset = 0; offset < blocks.byteLength; offset += 64) {
    for (let index = 0; index < 16; index += 1) words[index] = blocks.getUint32(offset + index * 4)
    compress(state, words, constants)
  }
  return Array.from(state, (word) => word.toString(16).padStart(8, '0')).join('')
}

function pad(bytes: Uint8Array): DataView {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29))
  view.setUint32(padded.length - 4, bytes.length * 8)
  return view
}

const rotate = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits))

/** Adds a block of 16 words to a state; `words` has room for 64. */
function compress(state: Uint32Array, words: Uint32Array, constants: Uint32Array): void {
  for (let index = 16; index < 64; index += 1) {
    const [early, late] = [words[index - 15] as number, words[index - 2] as number]
    const low = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3)
    const high = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10)
    words[index] = (words[index - 16] as number) + low + (words[index - 7] as number) + high
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number]
  for (let index = 0; index < 64; index += 1) {
    const mixed = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const first = h + mixed + ((e & f) ^ (~e & g)) + (constants[index] as number) + (words[index] as number)
    const second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0]
  }
  for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) state[index] = (state[index] as number) + word
}
