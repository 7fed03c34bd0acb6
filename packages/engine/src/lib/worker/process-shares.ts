/** Rate at which used time is forgotten: the share of a process that a caller may use without becoming heavy. */
const forgottenPerMs = 0.2

/** Task that occupies a process. */
interface Turn {
  readonly caller: string
  readonly isLong: boolean
  readonly startedAt: number
}

/** Caller and the last time that it had a task. */
interface Visit {
  readonly caller: string
  readonly at: number
}

/** Settings of {@link ProcessShares}. */
export interface ProcessSharesOptions {
  /** Number of processes that all callers share equally. */
  readonly maxProcesses: number
  /** Time after which a task is long, and processor time above which its caller is heavy, in milliseconds. */
  readonly spareAfterMs: number
  /** Time after which a caller without a task no longer counts as present, in milliseconds. */
  readonly idleMs: number
  /** Clock in milliseconds. Defaults to `performance.now`. */
  readonly now?: (() => number) | undefined
}

/**
 * Decides who may use an idle process. All processes beyond `maxProcesses` are spare: they are reserved for short tasks
 * of callers who have no running task and used little processor time recently, so that tasks known to be long never
 * occupy all processes.
 */
export class ProcessShares<Process> {
  readonly #maxProcesses: number
  readonly #spareAfterMs: number
  readonly #idleMs: number
  readonly #now: () => number
  readonly #turns = new Map<Process, Turn>()
  /** Times at which the recent use of each caller will be forgotten. */
  readonly #forgottenAt = new Map<string, number>()
  /** Latest visit of the latest caller, and of the one before it. */
  #latest: Visit | undefined
  #other: Visit | undefined

  constructor({ maxProcesses, spareAfterMs, idleMs, now = () => performance.now() }: ProcessSharesOptions) {
    this.#maxProcesses = maxProcesses
    this.#spareAfterMs = spareAfterMs
    this.#idleMs = idleMs
    this.#now = now
  }

  /** Number of occupied processes. */
  get size(): number {
    return this.#turns.size
  }

  /** Whether there were several callers recently, so that another one may come at any time. */
  get areShared(): boolean {
    return this.#other !== undefined && this.#now() - this.#other.at < this.#idleMs
  }

  /** Records that a caller has a task. One without a name is the program itself, which loads its engines, for example. */
  visit(caller: string): void {
    if (caller === '') return
    if (this.#latest !== undefined && this.#latest.caller !== caller) this.#other = this.#latest
    this.#latest = { caller, at: this.#now() }
  }

  /** Records that a process works for a caller. */
  begin(process: Process, caller: string, isLong = false): void {
    this.#turns.set(process, { caller, isLong, startedAt: this.#now() })
  }

  /**
   * Records that a process no longer works for its caller. Idempotent.
   *
   * @param usedMs - Processor time of the task. Defaults to the elapsed time, which is longer on a busy machine.
   */
  end(process: Process, usedMs?: number): void {
    const turn = this.#turns.get(process)
    if (!turn) return
    this.#turns.delete(process)
    const now = this.#now()
    for (const [caller, at] of this.#forgottenAt) if (at <= now) this.#forgottenAt.delete(caller)
    const from = this.#forgottenAt.get(turn.caller) ?? now
    this.#forgottenAt.set(turn.caller, from + (usedMs ?? now - turn.startedAt) / forgottenPerMs)
  }

  /**
   * Returns whether a caller may use an idle process now.
   *
   * @param isLong - Whether it is for a long task.
   */
  mayBegin(caller: string, isLong = false): boolean {
    const turns = [...this.#turns.values()]
    const running = turns.filter((turn) => turn.caller === caller).length
    if (running === 0 && !this.isHeavy(caller, isLong)) return true
    const heavy = turns.filter((turn) => turn.caller !== caller && this.isHeavy(turn.caller, turn.isLong)).length
    return heavy + running < this.#maxProcesses
  }

  /** Returns the time until every task that now runs is long, in milliseconds. */
  untilAllLong(): number {
    const short = [...this.#turns.values()].filter(({ isLong }) => !isLong)
    const lastStart = Math.max(...short.map(({ startedAt }) => startedAt))
    return Math.max(lastStart + this.#spareAfterMs - this.#now(), 0)
  }

  /** Returns whether a task is long, or its caller used much processor time recently, running tasks included. */
  isHeavy(caller: string, isLong: boolean): boolean {
    if (isLong) return true
    const now = this.#now()
    let usedMs = Math.max((this.#forgottenAt.get(caller) ?? now) - now, 0) * forgottenPerMs
    for (const turn of this.#turns.values()) if (turn.caller === caller) usedMs += now - turn.startedAt
    return usedMs > this.#spareAfterMs
  }
}
