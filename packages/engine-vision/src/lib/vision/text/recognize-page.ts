import type { ReadingTask, RecognizedLine } from './recognized-text.ts'
import { loadTesseract, recognize, type Tesseract } from './tesseract.ts'

let tesseract: Promise<Tesseract> | undefined

/** Recognizes the lines of a page. Loads Tesseract on the first call. Blocks this thread. */
export async function recognizePage(task: ReadingTask): Promise<readonly RecognizedLine[]> {
  tesseract ??= loadTesseract()
  try {
    return recognize(await tesseract, task)
  } catch (error) {
    // After a trap, the memory of the module is in an undefined state.
    tesseract = undefined
    throw error
  }
}
