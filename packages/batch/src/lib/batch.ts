import type { BatchProgress } from './batch-progress.ts'

/** The result of one item that succeeded. */
export interface FulfilledItem<Item, Value> {
  readonly status: 'fulfilled'
  /** Position of the item in the input, starting at 0. */
  readonly index: number
  /** Id of the item: that of `idOf`, otherwise its index. */
  readonly id: string
  readonly item: Item
  /** Value returned by the operation. */
  readonly value: Value
  /** Whether the value comes from the checkpoint, so that no call was made. */
  readonly isRestored: boolean
}

/** The result of one item that failed. */
export interface RejectedItem<Item> {
  readonly status: 'rejected'
  /** Position of the item in the input, starting at 0. */
  readonly index: number
  /** Id of the item: that of `idOf`, otherwise its index. */
  readonly id: string
  readonly item: Item
  /** The error thrown by the operation. */
  readonly reason: unknown
}

/** The result of one item, in the shape of a `PromiseSettledResult`. */
export type BatchResult<Item, Value> = FulfilledItem<Item, Value> | RejectedItem<Item>

/**
 * A batch of calls. Nothing is read or sent before the first iteration, of which there can be one; leaving the loop early
 * aborts the calls under way.
 */
export interface Batch<Item, Value> extends AsyncIterable<BatchResult<Item, Value>> {
  /** Progress so far. */
  readonly progress: BatchProgress
}

/** Context of one call. */
export interface CallOfBatch {
  /** Aborts when the batch is aborted or the loop over its results is left; pass it to the call. */
  readonly signal: AbortSignal
  /**
   * Key of the item, the same in each round and, with a checkpoint, after a restart: 34 to 130 visible ASCII characters.
   * Pass it to the call, so that a server that supports idempotency keys executes it once.
   */
  readonly idempotencyKey: string
  /** Position of the item in the input, starting at 0. */
  readonly index: number
  /** Id of the item: that of `idOf`, otherwise its index. */
  readonly id: string
  /** Number of the round, starting at 1. */
  readonly round: number
}

/** Makes the call for one item, or several calls. */
export type BatchOperation<Item, Value> = (item: Item, context: CallOfBatch) => Value | Promise<Value>
