import { constants } from 'node:os'
import { CommandError } from './command-error.ts'

/** Reason of the abort when a signal ends the command. */
export class Interrupted extends CommandError {
  override readonly name: string = 'Interrupted'
}

/** Signals that end a command. */
export interface Interrupts {
  /** Aborts with an {@link Interrupted} at the first signal. A second one ends the process at once. */
  readonly signal: AbortSignal
  /**
   * Handles Ctrl-C differently until the returned function is called.
   *
   * @param handler - Called instead of aborting {@link Interrupts.signal}.
   */
  onInterrupt(handler: () => void): () => void
}

/** Listens to the signals that end a process. */
export function listenToInterrupts(): Interrupts {
  const controller = new AbortController()
  let handler: (() => void) | undefined
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (name === 'SIGINT' && handler) return handler()
      const exitCode = 128 + constants.signals[name]
      if (controller.signal.aborted) process.exit(exitCode)
      controller.abort(new Interrupted(`Interrupted by ${name}`, exitCode))
    })
  }
  return {
    signal: controller.signal,
    onInterrupt(next) {
      handler = next
      return () => {
        handler = undefined
      }
    },
  }
}
