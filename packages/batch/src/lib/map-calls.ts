import { type Client, isMiraError } from '@mira/core'
import { checkCount, refuseUnknown, stateOf } from '@mira/core/internal'
import type { Batch, BatchOperation, BatchResult } from './batch.ts'
import { ProgressTracker } from './batch-progress.ts'
import { BatchRun, type BatchSettings } from './batch-run.ts'
import { openRecords } from './item-records.ts'
import type { MapCallsOptions } from './map-calls-options.ts'

/** Codes of errors that every further call would fail with too. */
const fatalCodes = new Set<string>(['unauthorized', 'insufficient_balance', 'budget_exceeded'])

/**
 * Makes a call for each item, several at a time. The failure of one item is a result like any other; an error that
 * concerns all items, such as an empty balance, ends the batch after the calls under way have completed.
 *
 * @param client - Client created with `createClient`, whose clock and API key the batch uses.
 * @param items - Read as the results are consumed: an endless iterable needs no more memory than a short one.
 * @param operation - Makes the call, with the `signal` and the `idempotencyKey` of its context.
 * @returns The results, one for each item, to be read with `for await`.
 * @throws {TypeError | RangeError} when an argument is invalid. The iteration throws the error that ended the batch:
 * a fatal one, one of the input, or a `MiraError` of code `batch_stopped`, `checkpoint_mismatch` or `checkpoint_locked`.
 */
export function mapCalls<Item, Value>(
  client: Client,
  items: Iterable<Item> | AsyncIterable<Item>,
  operation: BatchOperation<Item, Value>,
  options: MapCallsOptions<Item> = {},
): Batch<Item, Value> {
  const state = stateOf(client)
  if (!isIterable(items)) throw new TypeError('items must be an iterable or an async iterable')
  if (typeof operation !== 'function') throw new TypeError('operation must be a function')
  const secrets = (): readonly string[] => state.secrets
  const settings: BatchSettings<Item> = {
    ...readSettings(options),
    clock: state.clock,
    maxRetryAfterMs: state.retry.maxRetryAfterMs,
    openRecords: () => openRecords(options as MapCallsOptions<never>, secrets),
  }
  const { onProgress, progressIntervalMs, cost } = options
  const total = options.total ?? (Array.isArray(items) ? items.length : undefined)
  const intervalMs = progressIntervalMs ?? 1_000
  const progress = new ProgressTracker({ clock: state.clock, total, cost, onProgress, intervalMs })
  let isStarted = false
  return {
    get progress() {
      return progress.snapshot
    },
    [Symbol.asyncIterator](): AsyncIterator<BatchResult<Item, Value>, void, undefined> {
      if (isStarted) throw new TypeError('A batch can be iterated only once; call mapCalls again')
      isStarted = true
      return new BatchRun(settings, { items, operation }, progress).run()
    },
  }
}

function readSettings<Item>({
  concurrency,
  bufferSize,
  order,
  rounds,
  roundDelayMs,
  maxFailures,
  isFatal,
  signal,
  idOf,
  checkpoint: _checkpoint,
  name: _name,
  settings: _settings,
  onProgress: _onProgress,
  progressIntervalMs,
  total,
  cost: _cost,
  ...unknown
}: MapCallsOptions<Item>): Omit<BatchSettings<Item>, 'clock' | 'maxRetryAfterMs' | 'openRecords'> {
  refuseUnknown(unknown, 'MapCallsOptions')
  if (order != null && order !== 'input' && order !== 'completion') {
    throw new TypeError(`order must be 'input' or 'completion', not ${order}`)
  }
  const limit = count('concurrency', concurrency ?? 8, 1)
  if (progressIntervalMs != null) count('progressIntervalMs', progressIntervalMs, 0)
  if (total != null) count('total', total, 0)
  return {
    concurrency: limit,
    bufferSize: count('bufferSize', bufferSize ?? limit * 4, 0),
    order: order ?? 'input',
    rounds: count('rounds', rounds ?? 1, 1),
    roundDelayMs: count('roundDelayMs', roundDelayMs ?? 1_000, 0),
    maxFailures: maxFailures == null ? Number.POSITIVE_INFINITY : count('maxFailures', maxFailures, 1),
    isFatal: isFatal ?? isFatalByDefault,
    idOf,
    signal,
  }
}

function count(name: string, value: number, min: number): number {
  checkCount(name, value, { min })
  return value
}

const isFatalByDefault = (error: unknown): boolean => isMiraError(error) && fatalCodes.has(error.code)

const isIterable = (items: unknown): boolean =>
  items instanceof Object && (Symbol.iterator in items || Symbol.asyncIterator in items)
