import type { ReadingTask, RecognizedLine } from './recognized-text.ts'
import { loadTesseract, recognize, type Tesseract } from './tesseract.ts'

let tesseract: Promise<Tesseract> | undefined

/** Recognizes the lines of a page with a Tesseract that is loaded at the first one. It blocks this thread. */
export async function recognizePage(task: ReadingTask): Promise<readonly RecognizedLine[]> {
  tesseract ??= loadTesseract()
  try {
    return recognize(await tesseract, task)
  } catch (error) {
    // After a trap the module's memory is in no known state.
    tesseract = undefined
    throw error
  }
}
