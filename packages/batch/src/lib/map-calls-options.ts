import type { BatchProgress } from './batch-progress.ts'
import type { Checkpoint } from './checkpoint.ts'

/** Options for `mapCalls`. */
export interface MapCallsOptions<Item> {
  /** Maximum number of calls at the same time. Defaults to 8. */
  readonly concurrency?: number | null | undefined
  /**
   * Number of items that may be finished, or wait for another round, before earlier ones are read. With `concurrency`,
   * this bounds the items in memory. Defaults to four times `concurrency`.
   */
  readonly bufferSize?: number | null | undefined
  /** Order of the results: that of the items, or that in which calls complete. Defaults to `input`. */
  readonly order?: 'input' | 'completion' | null | undefined
  /**
   * Number of times that a retryable failure is tried, each with the retries of the client: after all other items, or
   * when the buffer is full. Defaults to 1.
   */
  readonly rounds?: number | null | undefined
  /** Delay before each further round, in milliseconds, unless a server asked for a longer one. Defaults to 1 000. */
  readonly roundDelayMs?: number | null | undefined
  /** Number of failed items that ends the batch. By default, any number may fail. */
  readonly maxFailures?: number | null | undefined
  /**
   * Whether an error concerns all items and ends the batch. By default: `unauthorized`, `insufficient_balance` and
   * `budget_exceeded`.
   */
  readonly isFatal?: ((error: unknown) => boolean) | null | undefined
  /** Aborts all calls; the iteration then rejects with `signal.reason`. */
  readonly signal?: AbortSignal | null | undefined
  /** Keeps the results, so that a restarted batch calls only for what is missing. */
  readonly checkpoint?: Checkpoint | null | undefined
  /** Name of the batch; a checkpoint of another name is refused. */
  readonly name?: string | null | undefined
  /**
   * JSON data that the results depend on besides the items, such as the model and the prompt; a checkpoint made with
   * other settings is refused.
   */
  readonly settings?: unknown
  /** Returns the id of an item, unique within the batch: 1 to 512 characters. Defaults to the index. */
  readonly idOf?: ((item: Item, index: number) => string) | null | undefined
  /** Called with the progress, and once more at the end. An exception thrown here ends the batch. */
  readonly onProgress?: ((progress: BatchProgress) => void) | null | undefined
  /** Minimum interval between calls of `onProgress`, in milliseconds. Defaults to 1 000. */
  readonly progressIntervalMs?: number | null | undefined
  /** Number of all items, for the estimated time to the end. Defaults to the length of an array. */
  readonly total?: number | null | undefined
  /** Returns the cost so far, for the progress. */
  readonly cost?: (() => number | undefined) | null | undefined
}
