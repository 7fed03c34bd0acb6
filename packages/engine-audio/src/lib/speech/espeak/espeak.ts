import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type EngineCallOptions, EngineUnavailableError } from '@mira/engine'
import type { Pcm } from '@mira/engine/audio'
import { parseWav } from '@mira/engine/audio'
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
  /** @throws {EngineUnavailableError} when the program fails. */
  speak(task: EspeakTask, options?: EngineCallOptions): Promise<Pcm>
  /** Ends what runs. */
  close(): void
}

/** A sentence takes some 10 ms; a program that hangs is ended. */
const timeoutMs = 30_000

/** The longest sentence at the slowest pace is about a minute of sound: 3 MB. */
const maxBytes = 32 * 1024 * 1024

const runFile = /* @__PURE__ */ promisify(execFile)

/** Finds the program at its first use, and looks again until it is installed. */
export function createEspeak(command: string): Espeak {
  const closing = new AbortController()
  let known: readonly EspeakVoice[] = []
  return {
    voices() {
      if (known.length === 0) known = listEspeakVoices(command)
      return known
    },
    async speak(task, { signal } = {}) {
      if (closing.signal.aborted)
        throw new EngineUnavailableError('The speech synthesiser is closed', { code: 'closed', status: 503 })
      const ending = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal
      try {
        return parseWav(await runEspeak(command, task, ending))
      } catch (cause) {
        if (signal?.aborted) throw signal.reason
        throw new EngineUnavailableError('eSpeak NG could not speak the text', { status: 500, cause })
      }
    },
    close: () => closing.abort(),
  }
}

async function runEspeak(command: string, task: EspeakTask, signal: AbortSignal): Promise<Uint8Array> {
  const { text, voice, wordsPerMinute } = task
  const settings = ['-v', voice, '-s', String(wordsPerMinute), '-b', '1', '--stdin', '--stdout']
  const running = runFile(command, settings, {
    encoding: 'buffer',
    maxBuffer: maxBytes,
    timeout: timeoutMs,
    signal,
  })
  // A program that ends early closes its input; the run's own failure tells of it.
  running.child.stdin?.on('error', () => undefined)
  running.child.stdin?.end(text)
  return (await running).stdout
}
