import { expect, it } from 'vitest'
import { quantizeWeights, type WeightSpec } from './quantize-weights.ts'

it('stores long weights in two bytes within a step of their value, and leaves short and unused ones', () => {
  const values = Float32Array.from({ length: 100 }, (_, index) => Math.sin(index))
  const exact = Int32Array.from([3, 4])
  const specs: WeightSpec[] = [
    { name: 'unused', shape: [100], dtype: 'float32' },
    { name: 'filter', shape: [10, 10], dtype: 'float32' },
    { name: 'shape', shape: [2], dtype: 'int32' },
  ]
  // A view into a larger buffer, like the data of a file read from disk.
  const file = Buffer.concat([values, values, exact].map(({ buffer }) => new Uint8Array(buffer)))
  const { weights, bytes } = quantizeWeights(specs, file, new Set(['filter', 'shape']))
  expect(weights.map(({ name }) => name)).toEqual(['filter', 'shape'])
  expect(bytes.length).toBe(100 * 2 + 2 * 4)
  const { min = 0, scale = 0 } = weights[0]?.quantization ?? {}
  const steps = new Uint16Array(bytes.buffer, 0, 100)
  for (const [index, value] of values.entries())
    expect(Math.abs((steps[index] ?? 0) * scale + min - value)).toBeLessThan(scale)
  expect([...new Int32Array(bytes.buffer, 200, 2)]).toEqual([3, 4])
})
