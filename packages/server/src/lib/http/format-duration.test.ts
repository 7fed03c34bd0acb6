import { expect, it } from 'vitest'
import { formatDuration } from './format-duration.ts'

it.each([
  [-5, '0s'],
  [0, '0s'],
  [0.2, '1ms'],
  [20, '20ms'],
  [999, '999ms'],
  [1_000, '1s'],
  [1_001, '2s'],
  [59_000, '59s'],
  [60_000, '1m0s'],
  [360_000, '6m0s'],
  [3_599_001, '1h0m0s'],
  [3_630_000, '1h0m30s'],
  [100 * 3_600_000, '100h0m0s'],
])('%f ms is %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})
