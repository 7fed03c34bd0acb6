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
    if (this.#queue.size >= maxQueued && !(this.#count(isIdle) > 0 && this.#shares.mayBegin(caller, isLong)))
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
    for (const worker of this.#byPriority()) if (worker.state === 'idle') this.#perform(worker)
    const starting = this.#count(({ state }) => state === 'starting')
    const live = this.#count(() => true)
    const { failure } = this.#startPause
    if (failure) {
      if (live === 0) this.#rejectQueue(startError(this.#settings.name, failure.cause, failure.retryAfterSeconds))
      return
    }
    const missing = Math.min(this.#queue.size - starting, this.#settings.maxProcesses - live)
    for (let index = 0; index < missing; index++) this.#start()
    if (starting === 0 && missing <= 0) this.#planSpare(live)
  }

  /** Returns the processes, those with a low priority last: short tasks use them only if no other is idle. */
  #byPriority(): WorkerProcess[] {
    return [...this.#processes.keys()].sort((a, b) => Number(a.isYielding) - Number(b.isYielding))
  }

  /**
   * Starts a spare process: at once for a heavy task, which may then have another one, otherwise as soon as long tasks
   * occupy all processes, if a caller waits who may use it or is likely to come. It starts at the regular priority,
   * because short tasks may wait for it as well.
   */
  #planSpare(live: number): void {
    clearTimeout(this.#spareTimer)
    const shares = this.#shares
    const areWarm = live === this.#count(isIdle) + shares.size
    if (!areWarm || live === 0 || live >= this.#maxLive) return
    const isForHeavy = this.#isSeparating && this.#needsYielding && this.#isAwaited(true)
    if (!isForHeavy && !this.#isAwaited(false) && !this.#isLikelyAwaited()) return
    const delayMs = isForHeavy ? 0 : shares.untilAllLong()
    if (delayMs > 0) this.#spareTimer = setTimeout(() => this.#dispatch(), delayMs).unref()
    else this.#startSpare()
  }

  /** Returns whether a task waits, heavy or not, that may begin. */
  #isAwaited(isHeavy: boolean): boolean {
    const shares = this.#shares
    return this.#queue.has(
      (caller, { isLong }) => shares.mayBegin(caller, isLong) && shares.isHeavy(caller, isLong) === isHeavy,
    )
  }

  /**
   * Returns whether another caller may come while no process is idle. Not while a process loads modules, which ends
   * sooner than a spare process starts.
   */
  #isLikelyAwaited(): boolean {
    const loading = this.#count(({ isLoaded, state }) => state === 'busy' && !isLoaded)
    return this.#count(isIdleRegular) === 0 && this.#shares.areShared && loading === 0
  }

  /**
   * Whether heavy tasks run at a low priority, apart from those of other callers. The tasks of a lone caller do not, so
   * that other programs on the machine do not slow them down.
   */
  get #isSeparating(): boolean {
    return this.#settings.spareProcesses > 0 && this.#shares.areShared
  }

  /**
   * Returns whether an idle process may perform heavy tasks. A regular one may, and gets a low priority, unless there are
   * enough of these, or it is the last idle one and a spare one can be started.
   */
  #acceptsHeavy(worker: WorkerProcess): boolean {
    if (!this.#isSeparating || worker.isYielding) return true
    if (!this.#needsYielding) return false
    const canStart = this.#count(() => true) < this.#maxLive && !this.#startPause.failure
    return this.#count(isIdleRegular) > 1 || !canStart
  }

  /** Whether another process may get a low priority. */
  get #needsYielding(): boolean {
    return this.#count(({ isYielding }) => isYielding) < this.#settings.maxProcesses
  }

  /** Returns the number of processes, without those that are about to end, for which the test returns true. */
  #count(test: (worker: WorkerProcess) => boolean): number {
    return [...this.#processes.keys()].filter((worker) => worker.state !== 'ending' && test(worker)).length
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
    const acceptsHeavy = this.#acceptsHeavy(worker)
    const task = this.#queue.take(
      (caller, { isLong }) => shares.mayBegin(caller, isLong) && (acceptsHeavy || !shares.isHeavy(caller, isLong)),
      (caller, { isLong }) => !shares.isHeavy(caller, isLong),
    )
    if (!task) return
    clearTimeout(task.queueTimer)
    const isHeavy = shares.isHeavy(task.caller, task.isLong)
    if (isHeavy && this.#isSeparating) worker.yield()
    const startedAt = performance.now()
    const onSettled = () => {
      this.#queue.endTurn(task.caller)
      this.#recordDuration(performance.now() - startedAt)
    }
    task.settled.addEventListener('abort', onSettled, { once: true })
    shares.begin(worker, task.caller, isHeavy)
    this.#processes.set(worker, new TaskRun(task, worker, this.#settings))
  }

  /** Performs the warm-up task. If it fails, the process is used nevertheless, or replaced if it ended. */
  #warmUp(worker: WorkerProcess): void {
    const task = new QueuedTask(++this.#lastTaskId, this.#settings.spareWarmUp, {})
    task.promise.catch(() => {})
    worker.isLoaded = true
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

function isIdle({ state }: WorkerProcess): boolean {
  return state === 'idle'
}

function isIdleRegular(worker: WorkerProcess): boolean {
  return isIdle(worker) && !worker.isYielding
}
