import { FairQueue } from './fair-queue.ts'
import { ProcessShares } from './process-shares.ts'
import { type AnyRunOptions, QueuedTask } from './queued-task.ts'
import { StartPause } from './start-pause.ts'
import { type StreamOptions, streamTask } from './stream-task.ts'
import { TaskRun } from './task-run.ts'
import { closedError, exitCause, fullQueueError, queueTimeoutError, startError } from './worker-errors.ts'
import { checkDelay, type HostSettings } from './worker-options.ts'
import { type WorkerExit, WorkerProcess } from './worker-process.ts'
import type { WorkerHostStats } from './worker-stats.ts'

/** Weight of the latest task in the moving average of task durations. */
const meanWeight = 0.2

/** Maximum `retryAfterSeconds` of a rejected call. */
const maxRetryAfterSeconds = 60

/** Assigns queued tasks to processes. Tasks, results and events are `unknown` here; `WorkerHost` types them. */
export class ProcessHost implements AsyncDisposable {
  readonly #settings: HostSettings
  readonly #queue = new FairQueue<QueuedTask>()
  readonly #processes = new Map<WorkerProcess, TaskRun | undefined>()
  readonly #shares: ProcessShares<WorkerProcess>
  /** Spare processes that have not performed their warm-up task. */
  readonly #cold = new Set<WorkerProcess>()
  readonly #startPause = new StartPause()
  #lastTaskId = 0
  #meanTaskMs = 1_000
  #isClosed = false
  #closed: Promise<void> | undefined
  #onEmpty: (() => void) | undefined
  #spareTimer: NodeJS.Timeout | undefined

  constructor(settings: HostSettings) {
    this.#settings = settings
    this.#shares = new ProcessShares(settings)
  }

  async run(input: unknown, options: AnyRunOptions = {}): Promise<unknown> {
    if (options.deadlineMs !== undefined) checkDelay('deadlineMs', options.deadlineMs)
    options.signal?.throwIfAborted()
    this.#checkAdmission(options)
    const task = new QueuedTask(++this.#lastTaskId, input, options)
    this.#enqueue(task)
    this.#dispatch()
    return task.promise
  }

  stream(input: unknown, options: StreamOptions = {}): AsyncGenerator<unknown, unknown, undefined> {
    return streamTask((runOptions) => this.run(input, runOptions), options)
  }

  stats(): WorkerHostStats {
    return { queuedTasks: this.#queue.size, processes: [...this.#processes.keys()].map(({ stats }) => stats) }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #checkAdmission({ caller = '', isLong }: AnyRunOptions): void {
    const { name, maxQueued } = this.#settings
    if (this.#isClosed) throw closedError(name)
    const { failure } = this.#startPause
    if (failure) throw startError(name, failure.cause, failure.retryAfterSeconds)
    // A task that an idle process can start immediately is never queued.
    if (this.#queue.size >= maxQueued && !(this.#idleProcesses > 0 && this.#shares.mayBegin(caller, isLong)))
      throw fullQueueError(name, maxQueued, this.#retryAfterSeconds())
  }

  #enqueue(task: QueuedTask): void {
    const { name, queueTimeoutMs } = this.#settings
    this.#queue.push(task.caller, task)
    this.#shares.visit(task.caller)
    task.settled.addEventListener('abort', () => this.#queue.remove(task.caller, task), { once: true })
    if (queueTimeoutMs === undefined) return
    const expire = () => task.reject(queueTimeoutError(name, queueTimeoutMs, this.#retryAfterSeconds()))
    task.queueTimer = setTimeout(expire, queueTimeoutMs)
  }

  /** Assigns tasks to idle processes and starts processes for the remaining tasks, unless starting has just failed. */
  #dispatch(): void {
    let [starting, live] = [0, 0]
    for (const worker of this.#processes.keys()) {
      if (worker.state === 'idle') this.#perform(worker)
      if (worker.state === 'starting') starting++
      if (worker.state !== 'ending') live++
    }
    const { failure } = this.#startPause
    if (failure) {
      if (live === 0) this.#rejectQueue(startError(this.#settings.name, failure.cause, failure.retryAfterSeconds))
      return
    }
    const missing = Math.min(this.#queue.size - starting, this.#settings.maxProcesses - live)
    for (let index = 0; index < missing; index++) this.#start()
    if (starting === 0 && missing <= 0) this.#planSpare(live)
  }

  /**
   * Starts a spare process as soon as long tasks occupy all processes, if a caller waits who may use it or is likely to
   * come, and at once for a task that leaves the last idle process to others.
   */
  #planSpare(live: number): void {
    clearTimeout(this.#spareTimer)
    const shares = this.#shares
    const idle = this.#idleProcesses
    const areWarm = live === idle + shares.size
    if (!areWarm || live === 0 || live >= this.#maxLive) return
    const isWanted = this.#queue.has((caller, { isLong }) => shares.mayBegin(caller, isLong))
    if (!isWanted && !(idle === 0 && shares.areShared)) return
    const delayMs = idle === 0 ? shares.untilAllLong() : 0
    if (delayMs > 0) this.#spareTimer = setTimeout(() => this.#dispatch(), delayMs).unref()
    else this.#startSpare()
  }

  /** Returns whether heavy tasks have to leave the idle process to others, as a spare one can be started for them. */
  #isReserved(): boolean {
    const isLast = this.#settings.spareProcesses > 0 && this.#idleProcesses === 1
    const live = [...this.#processes.keys()].filter(({ state }) => state !== 'ending').length
    return isLast && live < this.#maxLive && this.#shares.areShared && !this.#startPause.failure
  }

  get #idleProcesses(): number {
    return [...this.#processes.keys()].filter(({ state }) => state === 'idle').length
  }

  get #maxLive(): number {
    return this.#settings.maxProcesses + this.#settings.spareProcesses
  }

  #startSpare(): void {
    const worker = this.#start()
    if (worker && this.#settings.spareWarmUp !== undefined) this.#cold.add(worker)
  }

  #perform(worker: WorkerProcess): void {
    const shares = this.#shares
    const isReserved = this.#isReserved()
    const task = this.#queue.take(
      (caller, { isLong }) => shares.mayBegin(caller, isLong) && !(isReserved && shares.isHeavy(caller, isLong)),
      (caller, { isLong }) => !shares.isHeavy(caller, isLong),
    )
    if (!task) return
    clearTimeout(task.queueTimer)
    const startedAt = performance.now()
    const onSettled = () => {
      this.#queue.endTurn(task.caller)
      this.#recordDuration(performance.now() - startedAt)
    }
    task.settled.addEventListener('abort', onSettled, { once: true })
    this.#shares.begin(worker, task.caller, task.isLong)
    this.#processes.set(worker, new TaskRun(task, worker, this.#settings))
  }

  /** Performs the warm-up task. If it fails, the process is used nevertheless, or replaced if it ended. */
  #warmUp(worker: WorkerProcess): void {
    const task = new QueuedTask(++this.#lastTaskId, this.#settings.spareWarmUp, {})
    task.promise.catch(() => {})
    this.#processes.set(worker, new TaskRun(task, worker, this.#settings))
  }

  #start(): WorkerProcess | undefined {
    try {
      const worker: WorkerProcess = new WorkerProcess(this.#settings, {
        onAvailable: () => this.#continue(worker),
        onExit: (exit) => this.#forget(worker, exit),
      })
      this.#processes.set(worker, undefined)
      return worker
    } catch (error) {
      this.#startPause.fail(error)
      this.#dispatch()
      return undefined
    }
  }

  #continue(worker: WorkerProcess): void {
    this.#shares.end(worker, worker.lastTaskMs)
    if (worker.state === 'idle') {
      this.#startPause.succeed()
      this.#processes.set(worker, undefined)
      if (this.#cold.delete(worker)) this.#warmUp(worker)
    }
    this.#dispatch()
  }

  #forget(worker: WorkerProcess, exit: WorkerExit): void {
    this.#processes.get(worker)?.lose(exit)
    this.#processes.delete(worker)
    this.#shares.end(worker)
    this.#cold.delete(worker)
    if (this.#processes.size === 0) this.#onEmpty?.()
    if (this.#isClosed) return
    if (!exit.isStarted) this.#startPause.fail(exitCause(exit))
    this.#dispatch()
  }

  #rejectQueue(reason: unknown): void {
    for (const task of this.#queue.drain()) task.reject(reason)
  }

  async #close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#spareTimer)
    const error = closedError(this.#settings.name)
    this.#rejectQueue(error)
    const gone = new Promise<void>((resolve) => {
      this.#onEmpty = resolve
    })
    for (const [worker, run] of this.#processes) {
      run?.cancel(error)
      worker.kill()
    }
    if (this.#processes.size > 0) await gone
  }

  #recordDuration(ms: number): void {
    this.#meanTaskMs += (ms - this.#meanTaskMs) * meanWeight
  }

  /** Estimates when the queued tasks will be done, from the average task duration. */
  #retryAfterSeconds(): number {
    const seconds = (this.#queue.size * this.#meanTaskMs) / this.#settings.maxProcesses / 1_000
    return Math.min(Math.max(Math.ceil(seconds), 1), maxRetryAfterSeconds)
  }
}
