import { serveThread } from '@mira/engine/internal'
import type { ReadingTask, RecognizedText } from './recognized-text.ts'
import { loadTesseract, recognize, type Tesseract } from './tesseract.ts'

let tesseract: Promise<Tesseract> | undefined

serveThread<ReadingTask, RecognizedText>(async (task) => {
  tesseract ??= loadTesseract()
  try {
    return { lines: recognize(await tesseract, task) }
  } catch (error) {
    // After a trap the module's memory is in no known state.
    tesseract = undefined
    throw error
  }
})
