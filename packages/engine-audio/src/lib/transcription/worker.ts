import { workerData } from 'node:worker_threads'
import { serveThread } from '@mira/engine/internal'
import type { RecogniserResult, RecogniserTask, RecogniserThreadData } from './protocol.ts'
import { Recogniser } from './recogniser.ts'

const { modulePath, mode } = workerData as RecogniserThreadData

let recogniser: Recogniser | undefined

serveThread((task: RecogniserTask): RecogniserResult => {
  if (recogniser?.hasGrown) recogniser = undefined
  recogniser ??= new Recogniser(modulePath, mode)
  try {
    return perform(recogniser, task)
  } catch (error) {
    // After a trap the module's memory is in no known state.
    recogniser = undefined
    throw error
  }
})

function perform(recogniser: Recogniser, task: RecogniserTask): RecogniserResult {
  switch (task.kind) {
    case 'recognize':
      return { partial: '', words: recogniser.recognize(task.samples) }
    case 'feed':
      return { partial: recogniser.feed(task.samples), words: [] }
    case 'finish':
      return { partial: '', words: recogniser.finish() }
  }
}
