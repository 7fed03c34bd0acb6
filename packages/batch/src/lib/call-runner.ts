import type { BatchOperation } from './batch.ts'
import type { BatchTask } from './batch-task.ts'

/** Makes the calls of a batch, all of which one abort ends, even those that ignore their signal. */
export class CallRunner<Item, Value> {
  readonly #operation: BatchOperation<Item, Value>
  readonly #controller = new AbortController()
  /** How each call under way is rejected, in slots that are used again: see `ResultBuffer`. */
  readonly #rejections: (((reason: unknown) => void) | undefined)[] = []
  readonly #freeSlots: number[] = []

  constructor(operation: BatchOperation<Item, Value>) {
    this.#operation = operation
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Aborts all calls, which then reject. */
  abort(reason: unknown): void {
    this.#controller.abort(reason)
    for (const reject of this.#rejections) reject?.(this.signal.reason)
  }

  /** Makes the call of an item. @throws The error of the operation, or `signal.reason` once aborted. */
  run({ item, index, id, round }: BatchTask<Item>, idempotencyKey: string): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      this.signal.throwIfAborted()
      const slot = this.#freeSlots.pop() ?? this.#rejections.length
      this.#rejections[slot] = reject
      const end = (): void => {
        this.#rejections[slot] = undefined
        this.#freeSlots.push(slot)
      }
      const fail = (error: unknown): void => {
        end()
        reject(error)
      }
      const succeed = (value: Value): void => {
        end()
        resolve(value)
      }
      try {
        const call = this.#operation(item, { signal: this.signal, idempotencyKey, index, id, round })
        // Without a further promise, since a batch may have millions of calls.
        if (call instanceof Promise) call.then(succeed, fail)
        else Promise.resolve(call).then(succeed, fail)
      } catch (error) {
        fail(error)
      }
    })
  }
}
