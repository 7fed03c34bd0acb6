import { serveWorker } from '../worker/serve-worker.ts'
import { openClassifier } from './run-classifier.ts'
import { openDetector } from './run-detector.ts'
import { openEmbedder } from './run-embedder.ts'
import type { TransformersResults, TransformersTask, TransformersWorkerData } from './transformers-task.ts'

// A process serves one purpose, so it loads the files once.
const embedder = once(openEmbedder)
const detector = once(openDetector)
const classifier = once(openClassifier)

function once<Loaded>(open: (options: TransformersWorkerData) => Promise<Loaded>) {
  let opened: Promise<Loaded> | undefined
  return (options: TransformersWorkerData): Promise<Loaded> => {
    opened ??= open(options).catch((error: unknown) => {
      opened = undefined
      throw error
    })
    return opened
  }
}

async function load(options: TransformersWorkerData): Promise<TransformersResults['load']> {
  if (options.purpose === 'embeddings') return (await embedder(options)).description
  if (options.purpose === 'detection') await detector(options)
  else await classifier(options)
  return { dimensions: 0, recipe: '' }
}

serveWorker<TransformersTask, TransformersResults[TransformersTask['kind']]>(async (task, { signal, workerData }) => {
  const options = workerData as TransformersWorkerData
  switch (task.kind) {
    case 'load':
      return load(options)
    case 'embed':
      return (await embedder(options)).embed(task.texts, signal)
    case 'locate':
      return (await detector(options)).locate(task)
    case 'classify':
      return (await classifier(options)).classify(task.texts, signal)
  }
})
