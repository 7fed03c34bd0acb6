import type { ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import { ChunkedPort } from './chunked-port.ts'
import type { ErrorRecord } from './error-record.ts'
import { forkWorker } from './fork-worker.ts'
import { lowerPriority } from './lower-priority.ts'
import { OutputTail } from './output-tail.ts'
import type { HostMessage, ResourceUse, TaskReport, WorkerMessage } from './protocol.ts'
import type { HostSettings } from './worker-options.ts'
import type { WorkerProcessStats, WorkerState } from './worker-stats.ts'

/** Exit information of a worker process. */
export interface WorkerExit {
  readonly pid: number | undefined
  readonly code: number | null
  readonly signal: string | null
  /** Last part of its output. */
  readonly output: string
  /** Resident memory at the last measurement. */
  readonly residentBytes: number
  /** Whether it had finished loading its module. */
  readonly isStarted: boolean
  /** Reason why it could not load its module. */
  readonly startError: ErrorRecord | Error | undefined
}

/** Listeners of a {@link WorkerProcess}. */
export interface WorkerProcessEvents {
  /** Called when the process becomes idle or is about to end, so that another task can start. */
  onAvailable(): void
  /** Called once when the process is gone, also after `kill`. */
  onExit(exit: WorkerExit): void
}

/**
 * Fraction of the memory limit above which an idle process is replaced, so that the next task does not fail because of
 * memory retained by the previous one.
 */
const retireShare = 0.75

/**
 * Number of tasks of a new process whose processor time is not counted. The first of each kind loads modules that the
 * tasks of all callers use.
 */
const loadingTasks = 4

/**
 * Grace period for the streams of a dead process to end, in milliseconds. A program that it spawned may hold them open.
 */
const drainMs = 1_000

/** Worker process and its state. Keeps the host alive unless it is idle. */
export class WorkerProcess {
  /** Called with the reports of the running task. */
  onReport: ((report: TaskReport) => void) | undefined
  /**
   * Processor time of its last task, in milliseconds: 0 while it loads modules, undefined if the task did not end or was not
   * received.
   */
  lastTaskMs: number | undefined
  /** Whether its first tasks, or a warm-up task, have loaded the modules that all tasks use. */
  isLoaded = false
  #state: WorkerState = 'starting'
  #finishedTasks = 0
  #residentBytes = 0
  #partialLine = ''
  #isStarted = false
  #isGone = false
  #isYielding = false
  #startError: ErrorRecord | Error | undefined
  #timer: NodeJS.Timeout | undefined
  readonly #settings: HostSettings
  readonly #events: WorkerProcessEvents
  readonly #child: ChildProcess
  readonly #output = new OutputTail()
  readonly #port = new ChunkedPort<HostMessage, WorkerMessage>((message, onWritten) =>
    this.#child.send(message, () => onWritten()),
  )

  constructor(settings: HostSettings, events: WorkerProcessEvents) {
    this.#settings = settings
    this.#events = events
    this.#child = forkWorker(settings)
    this.#listen()
    this.#setTimer(
      () => this.#failStart(new Error(`The worker did not load its module within ${settings.startTimeoutMs} ms`)),
      settings.startTimeoutMs,
    )
  }

  get state(): WorkerState {
    return this.#state
  }

  get stats(): WorkerProcessStats {
    const { pid } = this.#child
    return { pid, state: this.#state, residentBytes: this.#residentBytes, finishedTasks: this.#finishedTasks }
  }

  /** Whether its priority has been lowered below that of the host's other processes. */
  get isYielding(): boolean {
    return this.#isYielding
  }

  /** Lowers its priority, for good. Idempotent. */
  yield(): void {
    if (this.#isYielding) return
    this.#isYielding = true
    if (this.#child.pid !== undefined) lowerPriority(this.#child.pid)
  }

  /** Sends a message. Rejects if it cannot be cloned. */
  send(message: HostMessage): Promise<void> {
    return this.#port.send(message)
  }

  /** Reserves the process for a task. */
  acquire(): void {
    this.#state = 'busy'
    this.lastTaskMs = undefined
    clearTimeout(this.#timer)
    this.#child.ref()
  }

  /**
   * Releases the process after a task.
   *
   * @param use - Resources that the task used. Omit it for a task that the process did not receive.
   */
  release(use?: ResourceUse): void {
    this.onReport = undefined
    if (this.#state === 'ending') return
    this.lastTaskMs = use && !this.isLoaded ? 0 : use?.processorMs
    if (use) {
      this.#finishedTasks++
      this.isLoaded ||= this.#finishedTasks >= loadingTasks
      this.#residentBytes = use.residentBytes
    }
    const isExited = this.#child.exitCode !== null || this.#child.signalCode !== null
    if (isExited || this.#residentBytes > this.#settings.maxMemoryBytes * retireShare) this.kill()
    else this.#rest()
  }

  /** Kills the process unconditionally. */
  kill(): void {
    if (this.#state === 'ending') return
    this.#state = 'ending'
    clearTimeout(this.#timer)
    this.#child.ref()
    this.#child.kill('SIGKILL')
    // A process that never started is replaced only after its exit reason is known.
    if (this.#isStarted) this.#events.onAvailable()
  }

  #listen(): void {
    const { stdout, stderr, stdio, channel } = this.#child
    const streams = [stdout, stderr, stdio[4]] as (Socket | null | undefined)[]
    // Only the process itself may keep the host alive.
    channel?.unref()
    for (const stream of streams) stream?.setEncoding('utf8').unref()
    for (const stream of streams.slice(0, 2)) stream?.on('data', (text: string) => this.#output.add(text))
    streams[2]?.on('data', (text: string) => this.#measure(text))
    this.#child.on('message', (message: WorkerMessage) => this.#receive(message))
    this.#child.on('error', (error) => this.#failStart(error))
    this.#child.once('exit', () => setTimeout(() => destroy(streams), drainMs).unref())
    this.#child.once('close', (code, signal) => this.#leave(code, signal))
  }

  #receive(arrived: WorkerMessage): void {
    const message = this.#port.receive(arrived)
    if (!message || this.#state === 'ending') return
    if (message.kind === 'ready') this.#becomeReady()
    else if (message.kind === 'start_error') this.#startError = message.error
    else this.onReport?.(message)
  }

  #becomeReady(): void {
    if (this.#isStarted) return
    this.#isStarted = true
    void this.send({ kind: 'start', workerData: this.#settings.workerData })
    this.#rest()
  }

  #rest(): void {
    this.#state = 'idle'
    this.#child.unref()
    this.#setTimer(() => this.kill(), this.#settings.idleMs).unref()
    this.#events.onAvailable()
  }

  /** Parses the watchdog's output: one number per line. */
  #measure(text: string): void {
    const lines = (this.#partialLine + text).split('\n')
    this.#partialLine = lines.pop() ?? ''
    if (lines.length > 0) this.#residentBytes = Number(lines.at(-1))
  }

  #failStart(error: Error): void {
    this.#startError ??= error
    this.kill()
    // A process that could not be spawned emits no `close` event.
    if (this.#child.pid === undefined) this.#leave(null, null)
  }

  #leave(code: number | null, signal: string | null): void {
    if (this.#isGone) return
    this.#isGone = true
    this.#state = 'ending'
    clearTimeout(this.#timer)
    const output = this.#output.toString()
    const { pid } = this.#child
    const [residentBytes, isStarted, startError] = [this.#residentBytes, this.#isStarted, this.#startError]
    this.#events.onExit({ pid, code, signal, output, residentBytes, isStarted, startError })
  }

  #setTimer(action: () => void, ms: number): NodeJS.Timeout {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(action, ms)
    return this.#timer
  }
}

function destroy(streams: readonly (Socket | null | undefined)[]): void {
  for (const stream of streams) stream?.destroy()
}
