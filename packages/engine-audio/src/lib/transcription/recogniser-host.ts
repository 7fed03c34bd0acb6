import { createWorkerHost, type EngineWorkerOptions, type WorkerHost, workerUrl } from '@mira/engine/worker'
import { type FindRecogniserOptions, findRecogniser } from './build/recogniser-file.ts'
import type { RecogniserData, RecogniserMode, RecogniserResult, RecogniserTask } from './protocol.ts'

/** A child process with a recognizer, loaded at the first task. */
export type RecogniserHost = WorkerHost<RecogniserTask, RecogniserResult>

/** Options for {@link openRecogniserHost}. */
export interface RecogniserHostOptions extends FindRecogniserOptions {
  readonly worker?: EngineWorkerOptions | undefined
}

/** A dedicated process for one speaker. It may be idle for long, so it only exits when the stream is closed. */
const livePolicy = { maxProcesses: 1, idleMs: 2 ** 31 - 1 }

/** Finds or builds the recognizer and creates a host for it. */
export async function openRecogniserHost(
  options: RecogniserHostOptions,
  mode: RecogniserMode,
): Promise<RecogniserHost> {
  const workerData: RecogniserData = { modulePath: await findRecogniser(options), mode }
  return createWorkerHost({
    name: mode === 'live' ? 'live speech recognizer' : 'speech recognizer',
    url: workerUrl(import.meta.url, './worker.ts', './transcription-worker.js'),
    workerData,
    deadlineMs: 120_000,
    maxMemoryBytes: 2 ** 30,
    limits: mode === 'live' ? { ...options.worker, ...livePolicy } : options.worker,
  })
}
