import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type EngineCallOptions, EngineUnavailableError } from '@mira/engine'
import { type EspeakVoice, listEspeakVoices } from './espeak-voices.ts'

/** One sentence to be spoken by eSpeak NG. */
export interface EspeakTask {
  readonly text: string
  /** Voice as the program names it, with a variant after `+`. */
  readonly voice: string
  readonly wordsPerMinute: number
}

/** eSpeak NG as a program of the system: GPL, therefore never part of the package. */
export interface Espeak {
  /** Its voices; none while it is not installed. */
  voices(): readonly EspeakVoice[]
  /**
   * Speaks a sentence.
   *
   * @returns What the program wrote: a WAV file, unless it is another program.
   * @throws {EngineUnavailableError} when the program fails, or `deadline_exceeded` when it takes too long.
   */
  speak(task: EspeakTask, options?: EngineCallOptions): Promise<Uint8Array>
  /** Ends what runs. */
  close(): void
}

/** The longest sentence at the slowest pace is about a minute of sound: 3 MB. */
const maxBytes = 32 * 1024 * 1024

const runFile = /* @__PURE__ */ promisify(execFile)

/**
 * Finds the program at its first use, and looks again until it is installed.
 *
 * @param deadlineMs Time for a sentence, which takes some 10 ms; a program that hangs is then killed.
 */
export function createEspeak(command: string, deadlineMs: number): Espeak {
  const closing = new AbortController()
  let known: readonly EspeakVoice[] = []
  return {
    voices() {
      if (known.length === 0) known = listEspeakVoices(command)
      return known
    },
    async speak(task, { signal } = {}) {
      if (closing.signal.aborted) throw closedError()
      const ending = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal
      try {
        return await runEspeak(command, task, { deadlineMs, signal: ending })
      } catch (cause) {
        if (signal?.aborted) throw signal.reason
        if (closing.signal.aborted) throw closedError()
        if (isTimeout(cause)) throw deadlineError(deadlineMs, cause)
        throw new EngineUnavailableError('eSpeak NG could not speak the text', { status: 500, cause })
      }
    },
    close: () => closing.abort(),
  }
}

interface RunOptions {
  readonly deadlineMs: number
  readonly signal: AbortSignal
}

async function runEspeak(command: string, task: EspeakTask, { deadlineMs, signal }: RunOptions): Promise<Uint8Array> {
  const { text, voice, wordsPerMinute } = task
  const settings = ['-v', voice, '-s', String(wordsPerMinute), '-b', '1', '--stdin', '--stdout']
  const running = runFile(command, settings, {
    encoding: 'buffer',
    maxBuffer: maxBytes,
    // For Node, 0 is no timeout.
    timeout: Math.max(1, deadlineMs),
    killSignal: 'SIGKILL',
    signal,
  })
  // On abort Node sends SIGTERM alone, which a program may ignore.
  const kill = () => running.child.kill('SIGKILL')
  signal.addEventListener('abort', kill)
  // A program that ends early closes its input; the run's own failure tells of it.
  running.child.stdin?.on('error', () => undefined)
  running.child.stdin?.end(text)
  try {
    return (await running).stdout
  } finally {
    signal.removeEventListener('abort', kill)
  }
}

/** Whether the program was killed because of its timeout; every other reason has a code. */
function isTimeout(error: unknown): boolean {
  const { killed, code } = error as { readonly killed?: unknown; readonly code?: unknown }
  return killed === true && code === null
}

function closedError(): EngineUnavailableError {
  return new EngineUnavailableError('The speech synthesizer is closed', { code: 'closed', status: 503 })
}

function deadlineError(deadlineMs: number, cause: unknown): EngineUnavailableError {
  const message = `eSpeak NG did not finish within ${deadlineMs / 1_000} s`
  return new EngineUnavailableError(message, { code: 'deadline_exceeded', status: 504, cause })
}
