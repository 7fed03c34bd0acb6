import type { BatchOperation } from './batch.ts'
import type { BatchTask } from './batch-task.ts'

/** Makes the calls of a batch, all of which one abort ends, even those that ignore their signal. */
export class CallRunner<Item, Value> {
  readonly #operation: BatchOperation<Item, Value>
  readonly #controller = new AbortController()
  readonly #rejections = new Set<(reason: unknown) => void>()

  constructor(operation: BatchOperation<Item, Value>) {
    this.#operation = operation
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Aborts all calls, which then reject. */
  abort(reason: unknown): void {
    this.#controller.abort(reason)
    for (const reject of this.#rejections) reject(this.signal.reason)
  }

  /** Makes the call of an item. @throws The error of the operation, or `signal.reason` once aborted. */
  run({ item, index, id, round }: BatchTask<Item>, idempotencyKey: string): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      this.signal.throwIfAborted()
      this.#rejections.add(reject)
      const end = (): boolean => this.#rejections.delete(reject)
      const call = async (): Promise<Value> =>
        this.#operation(item, { signal: this.signal, idempotencyKey, index, id, round })
      call().then(resolve, reject).finally(end)
    })
  }
}
