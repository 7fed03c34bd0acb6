import type { EngineProgress } from '../progress.ts'
import type { ChunkedPort } from './chunked-port.ts'
import { fromErrorRecord } from './error-record.ts'
import { eventWindow, type HostMessage, type TaskMessage, type WorkerMessage } from './protocol.ts'

/** Minimum interval between progress reports, in milliseconds. */
const progressPauseMs = 100

interface PendingCall {
  readonly resolve: (output: unknown) => void
  readonly reject: (reason: unknown) => void
}

/** Running task of this process: sends its messages to the host and receives the host's messages. */
export class ServedTask {
  readonly workerData: unknown
  readonly taskId: number
  /** Error of the first message that could not be cloned. The task then fails with it, whatever else it does. */
  failure: unknown
  /** Resolves once all reports and events so far are written. */
  sent: Promise<void> = Promise.resolve()
  readonly #port: ChunkedPort<WorkerMessage, HostMessage>
  readonly #abortion = new AbortController()
  readonly #calls = new Map<number, PendingCall>()
  #lastCallId = 0
  #reportedAt = Number.NEGATIVE_INFINITY
  #pendingEvents = 0
  #waitingEmits: (() => void)[] = []

  constructor(taskId: number, workerData: unknown, port: ChunkedPort<WorkerMessage, HostMessage>) {
    this.taskId = taskId
    this.workerData = workerData
    this.#port = port
  }

  get signal(): AbortSignal {
    return this.#abortion.signal
  }

  // Arrow functions, because the task may destructure them from the context.
  readonly report = (progress: EngineProgress): void => {
    const at = performance.now()
    if (at - this.#reportedAt < progressPauseMs) return
    this.#reportedAt = at
    void this.#send({ kind: 'progress', taskId: this.taskId, progress })
  }

  readonly emit = (event: unknown): Promise<void> => withoutCrash(this.#emit(event))

  readonly call = (name: string, input: unknown): Promise<unknown> => withoutCrash(this.#call(name, input))

  async #emit(event: unknown): Promise<void> {
    this.signal.throwIfAborted()
    this.#pendingEvents++
    await this.#send({ kind: 'event', taskId: this.taskId, event })
    while (this.#pendingEvents >= eventWindow && !this.signal.aborted)
      await new Promise<void>((resolve) => this.#waitingEmits.push(resolve))
    this.signal.throwIfAborted()
  }

  async #call(name: string, input: unknown): Promise<unknown> {
    this.signal.throwIfAborted()
    const callId = ++this.#lastCallId
    const output = new Promise((resolve, reject) => this.#calls.set(callId, { resolve, reject }))
    try {
      await Promise.race([this.#port.send({ kind: 'call', taskId: this.taskId, callId, name, input }), output])
      return await output
    } finally {
      this.#calls.delete(callId)
    }
  }

  /** Handles a message from the host. Late messages for an earlier task are dropped. */
  receive(message: TaskMessage): void {
    if (message.taskId !== this.taskId) return
    if (message.kind === 'abort') this.#abort()
    else if (message.kind === 'acknowledge') this.#acknowledge(message.count)
    else if (message.kind === 'call_result') this.#calls.get(message.callId)?.resolve(message.output)
    else this.#calls.get(message.callId)?.reject(fromErrorRecord(message.error, 'A call to the host failed'))
  }

  #send(message: WorkerMessage): Promise<void> {
    const sent = this.#port.send(message)
    this.sent = sent.catch((error: unknown) => {
      this.failure ??= error
      this.#abort()
    })
    return sent
  }

  #abort(): void {
    this.#abortion.abort()
    this.#resumeEmits()
    for (const { reject } of this.#calls.values()) reject(this.signal.reason)
  }

  #acknowledge(count: number): void {
    this.#pendingEvents -= count
    this.#resumeEmits()
  }

  #resumeEmits(): void {
    for (const resume of this.#waitingEmits.splice(0)) resume()
  }
}

/** A rejected promise that the task does not await must not crash its process. */
function withoutCrash<Result>(work: Promise<Result>): Promise<Result> {
  work.catch(() => undefined)
  return work
}
