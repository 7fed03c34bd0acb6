import type { Clock } from '@mira/core'

/** Progress of a batch. */
export interface BatchProgress {
  /** Number of items that succeeded, including those restored. */
  readonly succeeded: number
  /** Number of items that failed for good. */
  readonly failed: number
  /** Number of items whose values came from the checkpoint. */
  readonly restored: number
  /** Number of items whose calls are under way. */
  readonly inFlight: number
  /** Number of all items, if known: that of an array, or the `total` option. */
  readonly total: number | undefined
  /** Items per second over the last half minute, without those restored. */
  readonly itemsPerSecond: number
  /** Estimated time to the end, in milliseconds; `undefined` as long as `total` or the rate is unknown. */
  readonly remainingMs: number | undefined
  /** What the `cost` option returned. */
  readonly cost: number | undefined
}

/** Options of a {@link ProgressTracker}. */
export interface ProgressOptions {
  readonly clock: Clock
  readonly total: number | undefined
  readonly cost: (() => number | undefined) | null | undefined
  readonly onProgress: ((progress: BatchProgress) => void) | null | undefined
  readonly intervalMs: number
}

interface Sample {
  readonly atMs: number
  readonly settled: number
}

const sampleMs = 1_000
const maxSamples = 30

/** Counts the results of a batch, and reports them at a limited frequency. */
export class ProgressTracker {
  inFlight = 0
  #succeeded = 0
  #failed = 0
  #restored = 0
  #samples: Sample[] = []
  #reportedAtMs = Number.NEGATIVE_INFINITY
  readonly #options: ProgressOptions

  constructor(options: ProgressOptions) {
    this.#options = options
  }

  get failed(): number {
    return this.#failed
  }

  get snapshot(): BatchProgress {
    const { total, cost } = this.#options
    const itemsPerSecond = this.#rate
    return {
      succeeded: this.#succeeded,
      failed: this.#failed,
      restored: this.#restored,
      inFlight: this.inFlight,
      total,
      itemsPerSecond,
      remainingMs: this.#estimateMs(itemsPerSecond),
      cost: cost?.(),
    }
  }

  /** Starts the measurement of the rate. */
  start(): void {
    this.#samples = [{ atMs: this.#options.clock.now(), settled: 0 }]
  }

  add(outcome: 'succeeded' | 'restored' | 'failed'): void {
    if (outcome === 'failed') this.#failed += 1
    else this.#succeeded += 1
    if (outcome === 'restored') this.#restored += 1
    this.#sample()
  }

  /** Reports progress, unless that was done less than `intervalMs` ago. */
  report(isLast: boolean): void {
    const { onProgress, clock, intervalMs } = this.#options
    if (!onProgress || (!isLast && clock.now() - this.#reportedAtMs < intervalMs)) return
    this.#reportedAtMs = clock.now()
    onProgress(this.snapshot)
  }

  #estimateMs(itemsPerSecond: number): number | undefined {
    const { total } = this.#options
    if (total === undefined) return undefined
    const left = Math.max(0, total - this.#succeeded - this.#failed)
    if (left === 0) return 0
    return itemsPerSecond === 0 ? undefined : Math.round((left / itemsPerSecond) * 1_000)
  }

  get #settled(): number {
    return this.#succeeded + this.#failed - this.#restored
  }

  get #rate(): number {
    const [oldest] = this.#samples
    const elapsedMs = oldest ? this.#options.clock.now() - oldest.atMs : 0
    return oldest && elapsedMs > 0 ? ((this.#settled - oldest.settled) / elapsedMs) * 1_000 : 0
  }

  #sample(): void {
    const atMs = this.#options.clock.now()
    const last = this.#samples.at(-1)
    if (last && atMs - last.atMs < sampleMs) return
    this.#samples.push({ atMs, settled: this.#settled })
    if (this.#samples.length > maxSamples) this.#samples.shift()
  }
}
