import { PerformanceObserver } from 'node:perf_hooks'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/**
 * Size from which the young generation of the heap no longer grows, in bytes. Enough for requests of a usual size: a
 * smaller one makes garbage collection slower.
 */
const maxBytes = 32 * 2 ** 20

/**
 * Limits the young generation of this process, which V8 otherwise lets grow to 128 MiB after a few large bodies and hardly
 * ever shrinks. `--max-semi-space-size` does the same, but only as an option of `node`.
 */
export function limitYoungGeneration(): void {
  let isFull = false
  const adapt = () => {
    const size = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0
    if (size >= maxBytes === isFull) return
    isFull = !isFull
    setFlagsFromString(`--semi-space-growth-factor=${isFull ? 1 : 2}`)
  }
  new PerformanceObserver(adapt).observe({ entryTypes: ['gc'] })
  adapt()
}
