import { type Clock, isMiraError, MiraError } from '@mira/core'
import { addAbortCallback, removeAbortCallback, sleep } from '@mira/core/internal'
import type { BatchOperation, BatchResult } from './batch.ts'
import type { ProgressTracker } from './batch-progress.ts'
import type { BatchTask } from './batch-task.ts'
import { CallRunner } from './call-runner.ts'
import { ClaimedIds } from './claimed-ids.ts'
import type { ItemRecords } from './item-records.ts'
import { ItemSource } from './item-source.ts'
import { CompletionOrder, InputOrder, type ResultBuffer } from './result-buffer.ts'

/** Settings of a batch, with their defaults filled in. */
export interface BatchSettings<Item> {
  readonly clock: Clock
  readonly concurrency: number
  readonly bufferSize: number
  readonly order: 'input' | 'completion'
  readonly rounds: number
  readonly roundDelayMs: number
  /** Longest delay accepted from the server before another round, in milliseconds. */
  readonly maxRetryAfterMs: number
  readonly maxFailures: number
  readonly isFatal: (error: unknown) => boolean
  readonly idOf: ((item: Item, index: number) => string) | null | undefined
  readonly signal: AbortSignal | null | undefined
  readonly openRecords: () => Promise<ItemRecords>
}

/** One pass over the items of a batch. */
export class BatchRun<Item, Value> {
  readonly #settings: BatchSettings<Item>
  readonly #source: ItemSource<Item>
  readonly #calls: CallRunner<Item, Value>
  readonly #progress: ProgressTracker
  readonly #results: ResultBuffer<Item, Value>
  readonly #claims = new ClaimedIds()
  /** Tasks of the current round that have not started; after the first round only. */
  #retries: BatchTask<Item>[] = []
  /** Tasks that wait for the next round. */
  #deferred: BatchTask<Item>[] = []
  #nextIndex = 0
  /** Number of items that have been read and not yielded. */
  #held = 0
  #records: ItemRecords | undefined
  #failure: { readonly error: unknown } | undefined
  #wake: () => void = () => {}

  constructor(
    settings: BatchSettings<Item>,
    input: {
      readonly items: Iterable<Item> | AsyncIterable<Item>
      readonly operation: BatchOperation<Item, Value>
    },
    progress: ProgressTracker,
  ) {
    this.#settings = settings
    this.#source = new ItemSource(input.items)
    this.#calls = new CallRunner(input.operation)
    this.#progress = progress
    this.#results = settings.order === 'input' ? new InputOrder(this.#maxHeld) : new CompletionOrder()
  }

  /** Yields the results. @throws The error that ended the batch, or `signal.reason`. */
  async *run(): AsyncGenerator<BatchResult<Item, Value>, void, undefined> {
    const { signal } = this.#settings
    signal?.throwIfAborted()
    const onAbort = (): void => {
      this.#calls.abort(signal?.reason)
      this.#wake()
    }
    if (signal) addAbortCallback(signal, onAbort)
    try {
      this.#records = await this.#settings.openRecords()
      this.#progress.start()
      yield* this.#yieldResults()
      this.#progress.report(true)
      if (this.#failure) throw this.#failure.error
    } finally {
      if (signal) removeAbortCallback(signal, onAbort)
      await this.#close()
    }
  }

  async *#yieldResults(): AsyncGenerator<BatchResult<Item, Value>, void, undefined> {
    for (;;) {
      this.#calls.signal.throwIfAborted()
      this.#startTasks()
      const result = this.#results.take() ?? (this.#isStopped ? this.#results.takeAny() : undefined)
      if (result) {
        this.#held -= 1
        yield result
      } else if (this.#progress.inFlight > 0 || (this.#source.isReading && !this.#failure)) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      } else if (this.#deferred.length > 0) {
        await this.#startRound()
      } else {
        return
      }
    }
  }

  /** Maximum number of items that have been read and not yielded. */
  get #maxHeld(): number {
    return this.#settings.concurrency + this.#settings.bufferSize
  }

  /** Whether the batch has failed and no call is under way, so that all results are there. */
  get #isStopped(): boolean {
    return this.#failure !== undefined && this.#progress.inFlight === 0
  }

  /** Starts as many tasks as the limits allow. */
  #startTasks(): void {
    const { concurrency } = this.#settings
    while (!this.#failure && !this.#calls.signal.aborted && this.#progress.inFlight < concurrency) {
      const retry = this.#retries.shift()
      if (retry) {
        void this.#runTask(retry)
        continue
      }
      const canRead = !this.#source.isEnded && !this.#source.isReading && this.#held < this.#maxHeld
      if (!canRead) return
      this.#readItem()
    }
  }

  #readItem(): void {
    try {
      const read = this.#source.next()
      if (!(read instanceof Promise)) return this.#startItem(read)
      void read
        .then((next) => this.#startItem(next))
        .catch((error: unknown) => this.#fail(error))
        .then(() => this.#turn())
    } catch (error) {
      this.#fail(error)
    }
  }

  #startItem(next: { readonly value: Item } | undefined): void {
    // An item read while the batch ends is not started.
    if (!next || this.#failure || this.#calls.signal.aborted) return
    const item = next.value
    const index = this.#nextIndex++
    const id = this.#settings.idOf?.(item, index) ?? String(index)
    if (typeof id !== 'string' || id.length === 0 || id.length > 512) {
      throw new TypeError(`idOf must return a string of 1 to 512 characters, which it did not for item ${index}`)
    }
    this.#held += 1
    void this.#runTask({ item, index, id, round: 1 })
  }

  /** Makes the call of a task and records its outcome. Never rejects. */
  async #runTask(task: BatchTask<Item>): Promise<void> {
    this.#progress.inFlight += 1
    try {
      await this.#findOrCall(task)
    } catch (error) {
      // Not an error of the operation: it concerns the batch.
      this.#fail(error)
    } finally {
      this.#progress.inFlight -= 1
      this.#turn()
    }
  }

  /** Awaits only what is not there at once: a promise takes as much memory as an item. */
  async #findOrCall(task: BatchTask<Item>): Promise<void> {
    const records = this.#records as ItemRecords
    const { idOf } = this.#settings
    // Ids are unique otherwise.
    if (idOf) await this.#claims.claim(task.id)
    try {
      const finding = records.find(task)
      const found = finding instanceof Promise ? await finding : finding
      if ('value' in found) return this.#settle(task, { value: found.value as Value, isRestored: true })
      let value: Value
      try {
        value = await this.#calls.run(task, found.idempotencyKey)
      } catch (error) {
        return this.#onError(task, error)
      }
      try {
        const storing = records.append(task, found, value)
        if (storing) await storing
      } finally {
        // It was paid for: the caller gets it even if it could not be stored.
        this.#settle(task, { value, isRestored: false })
      }
    } finally {
      if (idOf) this.#claims.release(task.id)
    }
  }

  #onError(task: BatchTask<Item>, error: unknown): void {
    if (this.#calls.signal.aborted) return
    task.reason = error
    if (this.#settings.isFatal(error)) this.#fail(error)
    if (this.#mayRetry(task)) this.#deferred.push(task)
    else this.#reject(task)
  }

  #mayRetry({ reason, round }: BatchTask<Item>): boolean {
    const { rounds, maxRetryAfterMs } = this.#settings
    const isTransient = isMiraError(reason) && reason.retryable && (reason.retryAfterMs ?? 0) <= maxRetryAfterMs
    return isTransient && round < rounds && !this.#failure
  }

  #settle(
    { index, id, item }: BatchTask<Item>,
    outcome: { readonly value: Value; readonly isRestored: boolean },
  ): void {
    this.#results.add({ status: 'fulfilled', index, id, item, ...outcome })
    this.#progress.add(outcome.isRestored ? 'restored' : 'succeeded')
  }

  #reject({ index, id, item, reason }: BatchTask<Item>): void {
    this.#results.add({ status: 'rejected', index, id, item, reason })
    this.#progress.add('failed')
    const { failed } = this.#progress
    if (failed < this.#settings.maxFailures) return
    const message = `The batch was stopped after ${failed} failed items; the last one: ${toMessage(reason)}`
    this.#fail(new MiraError(message, { code: 'batch_stopped', cause: reason, partial: this.#progress.snapshot }))
  }

  /** Ends the batch: calls under way complete, because they are paid for, and no further ones start. */
  #fail(error: unknown): void {
    this.#failure ??= { error }
    for (const task of [...this.#retries.splice(0), ...this.#deferred.splice(0)]) this.#reject(task)
  }

  /** Continues after something has changed. */
  #turn(): void {
    try {
      this.#progress.report(false)
    } catch (error) {
      this.#fail(error)
    }
    this.#startTasks()
    this.#wake()
  }

  async #startRound(): Promise<void> {
    const { roundDelayMs, clock } = this.#settings
    const tasks = this.#deferred.sort((one, other) => one.index - other.index)
    const waitMs = Math.max(roundDelayMs, ...tasks.map(({ reason }) => (reason as MiraError).retryAfterMs ?? 0))
    await sleep(waitMs, { signal: this.#calls.signal, clock })
    this.#deferred = []
    for (const task of tasks) task.round += 1
    this.#retries = tasks
  }

  async #close(): Promise<void> {
    this.#failure ??= { error: undefined }
    if (this.#progress.inFlight > 0)
      this.#calls.abort(new DOMException('The loop over the batch was left', 'AbortError'))
    try {
      await this.#source.close()
    } finally {
      // Values that have arrived are stored: they are paid for.
      while (this.#progress.inFlight > 0) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      }
      await this.#records?.close()
    }
  }
}

const toMessage = (error: unknown): string => (error instanceof Error ? error.message : String(error))
