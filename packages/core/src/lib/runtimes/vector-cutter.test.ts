import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VectorCutter } from './vector-cutter.ts'

const toBase64 = (numbers: readonly number[]): string =>
  Buffer.from(new Float32Array(numbers).buffer).toString('base64')

/** Reads a body in chunks, with every vector put back as base64. */
async function readBack(body: Buffer, cuts: readonly number[]): Promise<{ text: string; found: number }> {
  const ends = [...cuts.map((cut) => cut % (body.length + 1)), body.length].sort((a, b) => a - b)
  const chunks = ends.map((end, index) => body.subarray(index === 0 ? 0 : ends[index - 1], end))
  const unread = chunks.values()
  const source = { read: () => Promise.resolve<Buffer | undefined>(unread.next().value), cancel() {} }
  const cutter = new VectorCutter(source, { operation: 'test', maxBytes: body.length })
  const parts: Uint8Array[] = []
  for (let bytes = await cutter.read(); bytes; bytes = await cutter.read()) parts.push(bytes.slice())
  let found = 0
  const text = Buffer.concat(parts)
    .toString()
    .replace(/("embedding": ?)(\d+)/g, (whole, key: string, digits: string) => {
      const vector = cutter.find(Number(digits))
      if (!vector) return whole
      found += 1
      return `${key}"${Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64')}"`
    })
  return { text, found }
}

const vector = fc.array(fc.float(), { minLength: 1, maxLength: 200 }).map(toBase64)
const value = fc.oneof(
  { weight: 6, arbitrary: vector.map((text) => `"${text}"`) },
  fc
    .tuple(vector, fc.constantFrom('=', '-', ' ', '\\n', '\\"', 'é', '\\u0041'))
    .map(([text, odd]) => `"${text.slice(0, 9)}${odd}${text.slice(9)}"`),
  fc.constantFrom('null', '5', '""', '{}', '{"embedding":"AAAA"}', '[1,2]'),
)
const key = fc.constantFrom('"embedding":', '"embedding":', '"embedding": ', '"embedding" :', '"\\"embedding":', '"é":')
const body = fc
  .array(fc.tuple(key, value), { maxLength: 8 })
  .map((items) => Buffer.from(`{"data":[${items.map(([name, text]) => `{${name}${text},"index":0}`).join(', ')}]}`))
const cuts = fc.array(fc.nat(20_000), { maxLength: 12 })

describe('VectorCutter', () => {
  it('changes nothing but the vectors, wherever the chunks are split', () =>
    fc.assert(
      fc.asyncProperty(body, cuts, async (bytes, splits) => {
        expect((await readBack(bytes, splits)).text).toBe(bytes.toString())
      }),
      { numRuns: 1_000 },
    ))

  it('leaves the start of an interrupted body as it is', () =>
    fc.assert(
      fc.asyncProperty(body, cuts, fc.nat(2_000), async (bytes, splits, length) => {
        const start = bytes.subarray(0, length)
        expect((await readBack(start, splits)).text).toBe(start.toString())
      }),
      { numRuns: 500 },
    ))

  it.each([1, 10, 20_000])('cuts vectors out of %i chunks', async (count) => {
    const numbers = Array.from({ length: 1_536 }, (_, index) => Math.fround(Math.sin(index)))
    const text = JSON.stringify({ data: Array.from({ length: 20 }, () => ({ embedding: toBase64(numbers) })) })
    const splits = Array.from({ length: count }, (_, index) => Math.floor((index * text.length) / count))
    const result = await readBack(Buffer.from(text), splits)
    expect(result.text).toBe(text)
    expect(result.found).toBeGreaterThanOrEqual(count < 100 ? 18 : 0)
  })

  it('finds nothing for a value that the server sent', () => {
    const cutter = new VectorCutter({ read: () => undefined, cancel() {} }, { operation: 'test', maxBytes: 1 })
    for (const sent of [0, 5, 'text', null, [1]]) expect(cutter.find(sent)).toBeUndefined()
  })

  it('counts what it cuts out against the limit', async () => {
    const chunks = [Buffer.from(`{"embedding":"${toBase64(Array(200).fill(1))}"}`)]
    const cutter = new VectorCutter(
      { read: () => chunks.shift(), cancel() {} },
      { operation: 'embeddings.create', maxBytes: 1_000 },
    )
    expect(() => cutter.read()).toThrowError(expect.objectContaining({ code: 'limit_exceeded' }))
  })
})
