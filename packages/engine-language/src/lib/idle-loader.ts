/** Loads a part of what later tasks may need. Rejects when the signal aborts, and is then called again later. */
export type LoadingStep = (signal: AbortSignal) => Promise<unknown>

/** Time without a task after which the next step begins, in milliseconds. A server of a short program ends before. */
const idleMs = 1_500

/** Runs steps one at a time while a process has no task, each until it has completed once. */
export class IdleLoader {
  readonly #steps: LoadingStep[]
  #timer: NodeJS.Timeout | undefined
  #running: AbortController | undefined

  constructor(steps: readonly LoadingStep[]) {
    this.#steps = [...steps]
  }

  /** Aborts the step that runs, because a task begins. */
  pause(): void {
    clearTimeout(this.#timer)
    this.#running?.abort()
    this.#running = undefined
  }

  /** Continues after a while, because a task has ended. */
  resume(): void {
    clearTimeout(this.#timer)
    const [step] = this.#steps
    if (step) this.#timer = setTimeout(() => void this.#run(step), idleMs)
  }

  async #run(step: LoadingStep): Promise<void> {
    const running = new AbortController()
    this.#running = running
    // A step that fails leaves its part to the first task that needs it.
    await step(running.signal).catch(() => {})
    if (running.signal.aborted) return
    this.#steps.shift()
    this.resume()
  }
}
