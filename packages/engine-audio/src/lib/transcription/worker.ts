import { EngineUnavailableError } from '@mira/engine'
import { serveWorker } from '@mira/engine/worker'
import type { RecogniserData, RecogniserResult, RecogniserTask, RecognizedWord } from './protocol.ts'
import { Recogniser } from './recogniser.ts'
import { restoreText } from './restore-text.ts'
import { splitUtterances } from './split-utterances.ts'

const empty: RecogniserResult = { utterances: [], partial: '', words: [], text: '' }

let recogniser: Recogniser | undefined

/** Samples of the current utterance received by this process. */
let heardSamples = 0

serveWorker<RecogniserTask, RecogniserResult>((task, { workerData }) => {
  if (task.kind === 'split') return { ...empty, utterances: splitUtterances(task.samples) }
  try {
    return perform(task, workerData as RecogniserData)
  } catch (error) {
    // After a trap, the state of the module's memory is undefined.
    recogniser = undefined
    heardSamples = 0
    throw error
  }
})

function perform(task: Exclude<RecogniserTask, { kind: 'split' }>, data: RecogniserData): RecogniserResult {
  if (task.kind !== 'recognize' && task.sentSamples !== heardSamples) throw lostUtteranceError()
  if (recogniser?.hasGrown) recogniser = undefined
  recogniser ??= new Recogniser(data.modulePath, data.mode)
  switch (task.kind) {
    case 'recognize':
      return describe(recogniser.recognize(task.samples))
    case 'feed': {
      const partial = recogniser.feed(task.samples)
      heardSamples += task.samples.length
      return { ...empty, partial }
    }
    case 'finish':
      heardSamples = 0
      return describe(recogniser.finish())
  }
}

function describe(words: readonly RecognizedWord[]): RecogniserResult {
  return { ...empty, words, text: restoreText(words.map(({ word }) => word)) }
}

/** The start of the utterance was processed by a process that no longer exists. */
function lostUtteranceError(): EngineUnavailableError {
  const message = 'The live transcription was interrupted and lost what it had heard. Begin another utterance.'
  return new EngineUnavailableError(message, { status: 503 })
}
