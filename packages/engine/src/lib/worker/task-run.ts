import { fromErrorRecord, toErrorRecord } from './error-record.ts'
import { type CallMessage, eventWindow, type TaskOutcome, type TaskReport } from './protocol.ts'
import type { QueuedTask } from './queued-task.ts'
import { deadlineError, exitError, notOfferedError } from './worker-errors.ts'
import type { HostSettings } from './worker-options.ts'
import type { WorkerExit, WorkerProcess } from './worker-process.ts'

/** Execution of one task in one process, from its start until the process is idle again or exits. */
export class TaskRun {
  readonly #task: QueuedTask
  readonly #worker: WorkerProcess
  readonly #settings: HostSettings
  #timer: NodeJS.Timeout
  #consumedEvents = 0
  #isOver = false

  constructor(task: QueuedTask, worker: WorkerProcess, settings: HostSettings) {
    this.#task = task
    this.#worker = worker
    this.#settings = settings
    const deadlineMs = task.options.deadlineMs ?? settings.deadlineMs
    this.#timer = setTimeout(() => this.cancel(deadlineError(settings.name, deadlineMs)), deadlineMs)
    task.settled.addEventListener('abort', () => this.#stopWorker(), { once: true })
    worker.acquire()
    worker.onReport = (report) => this.#receive(report)
    worker.send({ kind: 'task', taskId: task.id, input: task.input }).catch((error) => this.#decline(error))
  }

  /** Rejects the task because its process ended. */
  lose(exit: WorkerExit): void {
    this.#end()
    this.#task.reject(exitError(this.#settings.name, exit, this.#settings.maxMemoryBytes))
  }

  /** Rejects the task and kills its process. */
  cancel(reason: unknown): void {
    this.#end()
    this.#task.reject(reason)
    this.#worker.kill()
  }

  /** Rejects a task whose message cannot be cloned. The process did not receive it and remains available. */
  #decline(reason: unknown): void {
    this.#end()
    this.#task.reject(reason)
    this.#worker.release()
  }

  #receive(report: TaskReport): void {
    if (report.taskId !== this.#task.id) return
    if (report.kind === 'result' || report.kind === 'error') this.#finish(report)
    else if (this.#task.settled.aborted) return
    else if (report.kind === 'progress') void this.#notify(() => this.#task.options.onProgress?.(report.progress))
    else if (report.kind === 'event') void this.#deliver(report.event)
    else void this.#answer(report)
  }

  #finish(outcome: TaskOutcome): void {
    this.#end()
    if (outcome.kind === 'result') this.#task.resolve(outcome.result)
    else this.#task.reject(fromErrorRecord(outcome.error, `The ${this.#settings.name} failed`))
    this.#worker.release(outcome.use)
  }

  /**
   * Aborts the worker after the task is settled. If it does not stop within the grace period, its process is killed.
   */
  #stopWorker(): void {
    if (this.#isOver) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#worker.kill(), this.#settings.abortGraceMs)
    void this.#worker.send({ kind: 'abort', taskId: this.#task.id })
  }

  #end(): void {
    this.#isOver = true
    clearTimeout(this.#timer)
  }

  async #deliver(event: unknown): Promise<void> {
    await this.#notify(() => this.#task.options.onEvent?.(event))
    this.#consumedEvents++
    const count = eventWindow / 2
    if (this.#consumedEvents % count !== 0 || this.#isOver) return
    void this.#worker.send({ kind: 'acknowledge', taskId: this.#task.id, count })
  }

  /** Runs a listener of the caller. If it throws, the task is rejected. */
  async #notify(listener: () => void | Promise<void>): Promise<void> {
    try {
      await listener()
    } catch (error) {
      this.#task.reject(error)
    }
  }

  async #answer({ taskId, callId, name, input }: CallMessage): Promise<void> {
    try {
      const output = await this.#call(name, input)
      if (!this.#isOver) await this.#worker.send({ kind: 'call_result', taskId, callId, output })
    } catch (error) {
      if (!this.#isOver) await this.#worker.send({ kind: 'call_error', taskId, callId, error: toErrorRecord(error) })
    }
  }

  #call(name: string, input: unknown): unknown {
    const { calls = {} } = this.#task.options
    const handler = Object.hasOwn(calls, name) ? calls[name] : undefined
    if (!handler) throw notOfferedError(this.#settings.name, name)
    return handler(input as never, { signal: this.#task.settled })
  }
}
