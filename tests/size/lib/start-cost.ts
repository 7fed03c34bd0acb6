import { execFileSync } from 'node:child_process'
import { median } from './median.ts'

export interface StartCost {
  readonly importMs: number
  readonly heapMiB: number
}

const probe = `
  const before = (gc(), process.memoryUsage().heapUsed)
  const startedAt = performance.now()
  for (const name of JSON.parse(process.argv[1])) await import(name)
  const importMs = performance.now() - startedAt
  gc()
  console.log(JSON.stringify({ importMs, heapMiB: (process.memoryUsage().heapUsed - before) / 2 ** 20 }))
`

/** Time and heap that importing packages costs a fresh process; the median of several. */
export function measureStart(packages: readonly string[], runs: number): StartCost {
  const costs = Array.from({ length: runs }, (): StartCost => {
    const flags = ['--expose-gc', '--input-type=module', '--eval', probe, JSON.stringify(packages)]
    return JSON.parse(execFileSync(process.execPath, flags, { cwd: import.meta.dirname, encoding: 'utf8' }))
  })
  return {
    importMs: median(costs.map(({ importMs }) => importMs)),
    heapMiB: median(costs.map(({ heapMiB }) => heapMiB)),
  }
}
