import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createWorker, OEM, PSM, type Worker } from 'tesseract.js'
import { boxFromEdges } from './boxes.ts'
import type { ReadText } from './vision-engine.ts'

const minConfidence = 40

/** A picture made ready for reading. */
export interface Page {
  readonly png: Uint8Array
  readonly width: number
  readonly height: number
}

/** Reads printed English with Tesseract, in a thread of its own; nothing is downloaded. */
export class TextReader {
  #worker: Promise<Worker> | undefined
  #last: Promise<unknown> = Promise.resolve()

  /** Reads one page at a time; where the layout shows no text, scattered words are looked for. */
  read(page: Page): Promise<ReadText> {
    const reading = this.#last.then(async () => {
      const found = await this.#recognise(page, PSM.AUTO)
      return found.lines.length > 0 ? found : this.#recognise(page, PSM.SPARSE_TEXT)
    })
    this.#last = reading.catch(() => undefined)
    return reading
  }

  async close(): Promise<void> {
    await (await this.#worker)?.terminate()
    this.#worker = undefined
  }

  async #recognise({ png, width, height }: Page, layout: PSM): Promise<ReadText> {
    this.#worker ??= startReader()
    const worker = await this.#worker
    await worker.setParameters({ tessedit_pageseg_mode: layout })
    const { data } = await worker.recognize(Buffer.from(png), {}, { blocks: true, text: true })
    const lines = (data.blocks ?? [])
      .flatMap(({ paragraphs }) => paragraphs.flatMap((paragraph) => paragraph.lines))
      .filter(({ confidence, text }) => confidence >= minConfidence && /[\p{L}\p{N}]{2}/u.test(text))
      .map(({ text, confidence, bbox: { x0, y0, x1, y1 } }) => ({
        text: text.trim(),
        confidence: confidence / 100,
        box: boxFromEdges(x0 / width, y0 / height, x1 / width, y1 / height),
      }))
    return { text: lines.map(({ text }) => text).join('\n'), lines }
  }
}

function startReader(): Promise<Worker> {
  const folder = dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json'))
  const langPath = join(folder, '4.0.0_best_int')
  return createWorker('eng', OEM.LSTM_ONLY, { langPath, gzip: true, cacheMethod: 'none' })
}
