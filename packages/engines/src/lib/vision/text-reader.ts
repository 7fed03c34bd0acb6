import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Bbox, createWorker, OEM, PSM, type Worker } from 'tesseract.js'
import { boxFromEdges, intersectionOverUnion } from './boxes.ts'
import type { PictureBox } from './vision-engine.ts'

const minConfidence = 40
const settings = {
  // What a page of this size would be scanned at; Tesseract would guess, and say so.
  user_defined_dpi: '300',
  // Sauvola's: ink is what is darker than its surroundings. The default drops what lies in a shadow.
  thresholding_method: '2',
  // Its remarks on diacritics and the like would go to our standard error.
  debug_file: '/dev/null',
}

/** A picture made ready for reading. */
export interface Page {
  readonly png: Uint8Array
  readonly width: number
  readonly height: number
}

/** A line of text with the places of its words. */
export interface ReadLine {
  readonly text: string
  readonly confidence: number
  readonly box: PictureBox
  readonly words: readonly { readonly text: string; readonly box: PictureBox }[]
}

/** Reads printed English with Tesseract, in a thread of its own; nothing is downloaded. */
export class TextReader {
  #worker: Promise<Worker> | undefined
  #last: Promise<unknown> = Promise.resolve()

  /**
   * Reads one page at a time, by its layout.
   *
   * @param isEnough Whether these lines will do. If not, scattered words are looked for as well: the layout drops
   *   headings and signs that it takes for pictures.
   */
  read(page: Page, isEnough: (lines: readonly ReadLine[]) => boolean): Promise<readonly ReadLine[]> {
    const reading = this.#last.then(async () => {
      const lines = await this.#recognise(page, PSM.AUTO)
      if (isEnough(lines)) return lines
      const scattered = await this.#recognise(page, PSM.SPARSE_TEXT)
      const isNew = ({ box }: ReadLine) => lines.every((line) => intersectionOverUnion(line.box, box) < 0.3)
      return [...lines, ...scattered.filter(isNew)].sort((a, b) => a.box.y - b.box.y)
    })
    this.#last = reading.catch(() => undefined)
    return reading
  }

  async close(): Promise<void> {
    await (await this.#worker)?.terminate()
    this.#worker = undefined
  }

  async #recognise({ png, width, height }: Page, layout: PSM): Promise<ReadLine[]> {
    this.#worker ??= startReader()
    const worker = await this.#worker
    await worker.setParameters({ tessedit_pageseg_mode: layout, ...settings })
    const { data } = await worker.recognize(Buffer.from(png), {}, { blocks: true, text: true })
    const place = ({ x0, y0, x1, y1 }: Bbox) => boxFromEdges(x0 / width, y0 / height, x1 / width, y1 / height)
    return (data.blocks ?? [])
      .flatMap(({ paragraphs }) => paragraphs.flatMap((paragraph) => paragraph.lines))
      .filter(({ confidence, text }) => confidence >= minConfidence && /[\p{L}\p{N}]{2}/u.test(text))
      .map(({ text, confidence, bbox, words }) => ({
        text: text.trim(),
        confidence: confidence / 100,
        box: place(bbox),
        words: words.map((word) => ({ text: word.text, box: place(word.bbox) })),
      }))
  }
}

function startReader(): Promise<Worker> {
  const folder = dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json'))
  const langPath = join(folder, '4.0.0_best_int')
  return createWorker('eng', OEM.LSTM_ONLY, { langPath, gzip: true, cacheMethod: 'none' })
}
