import { createWorkerHost, type EngineWorkerOptions, type WorkerHost, workerUrl } from '@mira/engine/worker'
import { type FindRecognizerOptions, findRecognizer } from './build/recognizer-file.ts'
import type { RecognizerData, RecognizerMode, RecognizerResult, RecognizerTask } from './protocol.ts'

/** A child process with a recognizer, loaded at the first task. */
export type RecognizerHost = WorkerHost<RecognizerTask, RecognizerResult>

/** Options for {@link openRecognizerHost}. */
export interface RecognizerHostOptions extends FindRecognizerOptions {
  readonly worker?: EngineWorkerOptions | undefined
}

/** A dedicated process for one speaker. It may be idle for long, so it only exits when the stream is closed. */
const livePolicy = { maxProcesses: 1, idleMs: 2 ** 31 - 1 }

/** Finds or builds the recognizer and creates a host for it. */
export async function openRecognizerHost(
  options: RecognizerHostOptions,
  mode: RecognizerMode,
): Promise<RecognizerHost> {
  const workerData: RecognizerData = { modulePath: await findRecognizer(options), mode }
  return createWorkerHost({
    name: mode === 'live' ? 'live speech recognizer' : 'speech recognizer',
    url: workerUrl(import.meta.url, './worker.ts', './transcription-worker.js'),
    workerData,
    deadlineMs: 120_000,
    maxMemoryBytes: 2 ** 30,
    limits: mode === 'live' ? { ...options.worker, ...livePolicy } : options.worker,
  })
}
