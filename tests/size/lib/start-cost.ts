import { execFileSync } from 'node:child_process'
import { median } from './median.ts'

/** Cost of importing packages. */
export interface StartCost {
  readonly importMs: number
  readonly heapMiB: number
}

const timeProbe = `
  const startedAt = performance.now()
  for (const name of JSON.parse(process.argv[1])) await import(name)
  console.log(performance.now() - startedAt)
`

const heapProbe = `
  const before = (gc(), process.memoryUsage().heapUsed)
  for (const name of JSON.parse(process.argv[1])) await import(name)
  console.log((gc(), process.memoryUsage().heapUsed - before) / 2 ** 20)
`

/** Measures the median time and heap of importing packages in a fresh process. */
export function measureStart(packages: readonly string[], runs: number): StartCost {
  const measure = (...flags: string[]): number => {
    const args = [...flags, JSON.stringify(packages)]
    return Number(execFileSync(process.execPath, args, { cwd: import.meta.dirname, encoding: 'utf8' }))
  }
  const repeat = (once: () => number): number => median(Array.from({ length: runs }, once))
  return {
    importMs: repeat(() => measure('--input-type=module', '--eval', timeProbe)),
    // Measured separately from the time, because the flag disables Node's code cache.
    heapMiB: repeat(() => measure('--expose-gc', '--input-type=module', '--eval', heapProbe)),
  }
}
