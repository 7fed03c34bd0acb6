import { createLocalTranscriptionEngine } from '@mira/engines'
import { showProgress } from './terminal.ts'

/** Length of the silence that is transcribed, in samples: a tenth of a second. */
const silenceSamples = 1_600
let preparation: Promise<void> | undefined

/**
 * Compiles the speech recognizer, once on each machine. On a slow one this takes longer than the server lets a request
 * take.
 */
export function prepareRecognizer(): Promise<void> {
  preparation ??= showProgress('Preparing speech recognition (the first time, it is compiled)', compile())
  return preparation
}

async function compile(): Promise<void> {
  const engine = createLocalTranscriptionEngine()
  try {
    await engine.transcribe(new Int16Array(silenceSamples))
  } finally {
    await engine.close?.()
  }
}
