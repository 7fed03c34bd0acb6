import { expect, it } from 'vitest'
import type { PullEvent } from '../models/pull-model.ts'
import { pullProgress } from './pull-progress.ts'

const model = {
  event: 'model',
  source: 'hf:o/r',
  commit: 'c0ffee'.repeat(7),
  license: 'mit',
  files: 1,
  bytes: 4_000_000,
} as const
const progress = (done: number) => ({ event: 'progress', file: 'a.gguf', done, total: 4_000_000 }) as const

function show(isTTY: boolean, isJson: boolean, steps: readonly (readonly [atMs: number, event: PullEvent])[]): string {
  let text = ''
  let now = 0
  const output = { isTTY, write: (part: string) => (text += part) }
  const listen = pullProgress(output, isJson, () => now)
  for (const [atMs, event] of steps) {
    now = atMs
    listen(event)
  }
  return text
}

const steps = [
  [0, model],
  [0, progress(0)],
  [10, progress(10_000)],
  [1_000, progress(1_000_000)],
  [1_500, progress(1_500_000)],
  [4_000, progress(4_000_000)],
] as const

it('draws a bar with rate and time left on a terminal, and redraws it in place', () => {
  const lines = show(true, false, steps).replaceAll('\r\u001b[K', '\n').split('\n')
  expect(lines).toEqual([
    'hf:o/r  c0ffeec0ffee  license: mit  4.0 MB',
    '',
    '[..............................] 0 B of 4.0 MB  a.gguf',
    '[########......................] 1.0 MB of 4.0 MB  1.0 MB/s  3 s left  a.gguf',
    '[###########...................] 1.5 MB of 4.0 MB  1.0 MB/s  3 s left  a.gguf',
    '[##############################] 4.0 MB of 4.0 MB  1.0 MB/s  a.gguf',
    '',
  ])
})

it.each([
  ['a pipe', false, false],
  ['--json', true, true],
])('writes at most one JSON line a second for %s', (_, isTTY, isJson) => {
  const lines = show(isTTY, isJson, steps).trim().split('\n')
  expect(lines.map((line) => JSON.parse(line).done)).toEqual([undefined, 0, 1_000_000, 4_000_000])
})
