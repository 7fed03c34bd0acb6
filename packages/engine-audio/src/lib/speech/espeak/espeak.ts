import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type EngineCallOptions, EngineUnavailableError } from '@mira/engine'
import { type EspeakVoice, listEspeakVoices } from './espeak-voices.ts'

/** A sentence to synthesize with eSpeak NG. */
export interface EspeakTask {
  readonly text: string
  /** Voice file name, with a variant after `+`. */
  readonly voice: string
  readonly wordsPerMinute: number
}

/** eSpeak NG as an external program: it is licensed under the GPL, so it is not part of the package. */
export interface Espeak {
  /** Installed voices; empty if eSpeak NG is not installed. */
  voices(): readonly EspeakVoice[]
  /**
   * Synthesizes a sentence.
   *
   * @returns The program's output: a WAV file if it really is eSpeak NG.
   * @throws {EngineUnavailableError} when the program fails, or with `deadline_exceeded` when it times out.
   */
  speak(task: EspeakTask, options?: EngineCallOptions): Promise<Uint8Array>
  /** Aborts running syntheses. */
  close(): void
}

/** The longest sentence at the slowest speed is about a minute of audio: 3 MB. */
const maxBytes = 32 * 1024 * 1024

/**
 * Pause before the program is looked up again where it is not installed, in milliseconds. A lookup blocks the process for
 * 20 ms, and a busy one for longer.
 */
const lookupPauseMs = 60_000

const runFile = /* @__PURE__ */ promisify(execFile)

/**
 * Creates a client of the program. Looks it up on first use, and again on use at most once a minute until it is
 * installed.
 *
 * @param deadlineMs - Timeout per sentence, which takes about 10 ms; the process is then killed.
 * @param now - Clock in milliseconds. Defaults to `performance.now`.
 */
export function createEspeak(command: string, deadlineMs: number, now: () => number = () => performance.now()): Espeak {
  const closing = new AbortController()
  let installed: readonly EspeakVoice[] = []
  let nextLookupAt = Number.NEGATIVE_INFINITY
  return {
    voices() {
      if (installed.length > 0 || now() < nextLookupAt) return installed
      installed = listEspeakVoices(command)
      nextLookupAt = now() + lookupPauseMs
      return installed
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
    // In Node, 0 disables the timeout.
    timeout: Math.max(1, deadlineMs),
    killSignal: 'SIGKILL',
    signal,
  })
  // On abort, Node only sends SIGTERM, which a program may ignore.
  const kill = () => running.child.kill('SIGKILL')
  signal.addEventListener('abort', kill)
  // A program that exits early closes its input; the failed run already reports the error.
  running.child.stdin?.on('error', () => undefined)
  running.child.stdin?.end(text)
  try {
    return (await running).stdout
  } finally {
    signal.removeEventListener('abort', kill)
  }
}

/** Whether the process was killed because of the timeout; all other failures have a code. */
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
