import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeOnnx, floats } from '../../../test/onnx-file.ts'
import { readOnnxMetadata } from './onnx-metadata.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-onnx-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function read(bytes: Uint8Array) {
  const path = join(folder, 'model.onnx')
  await writeFile(path, bytes)
  return Object.fromEntries(await readOnnxMetadata(path))
}

const encode = (metadata: Record<string, string>, weights = 4) =>
  encodeOnnx({
    operations: [{ type: 'Identity', inputs: ['w'], outputs: ['y'] }],
    constants: [floats('w', [weights], new Float32Array(weights))],
    inputs: [],
    outputs: [{ name: 'y', type: 'float', shape: [weights] }],
    metadata,
  })

describe('readOnnxMetadata', () => {
  it('reads what was written, behind any number of weights', async () => {
    const entries = fc.dictionary(fc.string({ minLength: 1 }), fc.string())
    await fc.assert(
      fc.asyncProperty(entries, fc.nat(2_000), async (metadata, weights) => {
        expect(await read(encode({ ...metadata }, weights + 1))).toEqual({ ...metadata })
      }),
      { numRuns: 40 },
    )
  })

  it('rejects a file that was cut within a part, wherever the cut is', async () => {
    const file = encode({ sample_rate: '16000' }, 400)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 3, max: file.length - 30 }), async (length) => {
        await expect(read(file.subarray(0, length))).rejects.toThrow(/truncated|is not an ONNX file/)
      }),
      { numRuns: 40 },
    )
  })

  it('reads or rejects any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const result = await read(bytes).catch((error: unknown) => error)
        if (result instanceof Error) expect(result).toBeInstanceOf(RangeError)
      }),
      { numRuns: 100 },
    )
  })

  it('reads no metadata in an ORT file', async () => {
    expect(await read(Buffer.from('\0\0\0\0ORTMrest', 'latin1'))).toEqual({})
  })
})
