import { EngineThread, workerUrl } from '@mira/engine/internal'
import { type FindRecogniserOptions, findRecogniser } from './build/recogniser-file.ts'
import type { RecogniserMode, RecogniserResult, RecogniserTask, RecogniserThreadData } from './protocol.ts'

/** A thread with a recogniser of its own. */
export type RecogniserThread = EngineThread<RecogniserTask, RecogniserResult>

/** Finds or builds the recogniser and makes a thread for it; the thread loads it at its first task. */
export async function startRecogniserThread(
  options: FindRecogniserOptions,
  mode: RecogniserMode,
): Promise<RecogniserThread> {
  const workerData: RecogniserThreadData = { modulePath: await findRecogniser(options), mode }
  const url = workerUrl(import.meta.url, './worker.ts', './transcription-worker.js')
  return new EngineThread({ name: 'speech recogniser', url, workerData })
}
