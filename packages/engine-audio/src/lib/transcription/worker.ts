import { EngineUnavailableError } from '@mira/engine'
import { serveWorker } from '@mira/engine/worker'
import type { RecognizedWord, RecognizerData, RecognizerResult, RecognizerTask } from './protocol.ts'
import { Recognizer } from './recognizer.ts'
import { restoreText } from './restore-text.ts'
import { splitUtterances } from './split-utterances.ts'

const empty: RecognizerResult = { utterances: [], partial: '', words: [], text: '' }

let recognizer: Recognizer | undefined

/** Samples of the current utterance received by this process. */
let receivedSamples = 0

serveWorker<RecognizerTask, RecognizerResult>((task, { workerData }) => {
  try {
    return perform(task, workerData as RecognizerData)
  } catch (error) {
    // After a trap, the state of the module's memory is undefined.
    recognizer = undefined
    receivedSamples = 0
    throw error
  }
})

function perform(task: RecognizerTask, data: RecognizerData): RecognizerResult {
  if ('sentSamples' in task && task.sentSamples !== receivedSamples) throw lostUtteranceError()
  if (recognizer?.hasGrown) recognizer = undefined
  recognizer ??= new Recognizer(data.modulePath, data.mode)
  switch (task.kind) {
    case 'begin': {
      const utterances = splitUtterances(task.samples)
      const [first] = utterances
      if (!first) return empty
      return { ...describe(recognizer.recognize(task.samples.subarray(first.start, first.end))), utterances }
    }
    case 'recognize':
      return describe(recognizer.recognize(task.samples))
    case 'feed': {
      const partial = recognizer.feed(task.samples)
      receivedSamples += task.samples.length
      return { ...empty, partial }
    }
    case 'finish':
      receivedSamples = 0
      return describe(recognizer.finish())
  }
}

function describe(words: readonly RecognizedWord[]): RecognizerResult {
  return { ...empty, words, text: restoreText(words.map(({ word }) => word)) }
}

/** The start of the utterance was processed by a process that no longer exists. */
function lostUtteranceError(): EngineUnavailableError {
  const message =
    'The live transcription was interrupted and lost what it had heard of the utterance. Start another one.'
  return new EngineUnavailableError(message, { status: 503 })
}
