import type { PictureBox } from '@mira/engine'
import { EngineThread, workerUrl } from '@mira/engine/internal'
import { boxFromEdges, intersectionOverUnion } from './boxes.ts'
import type { PageLayout, PixelBox, ReadingTask, RecognizedText } from './text/recognized-text.ts'

const minConfidence = 40

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
  readonly #thread = new EngineThread<ReadingTask, RecognizedText>({
    name: 'text reader',
    url: workerUrl(import.meta.url, './text/worker.ts', './text-reader-worker.js'),
  })

  /**
   * Reads a page by its layout.
   *
   * @param isEnough Whether these lines will do. If not, scattered words are looked for as well: the layout drops
   *   headings and signs that it takes for pictures.
   */
  async read(
    page: Page,
    isEnough: (lines: readonly ReadLine[]) => boolean,
    signal?: AbortSignal,
  ): Promise<readonly ReadLine[]> {
    const lines = await this.#recognize(page, 'blocks', signal)
    if (isEnough(lines)) return lines
    const scattered = await this.#recognize(page, 'scattered', signal)
    const isNew = ({ box }: ReadLine) => lines.every((line) => intersectionOverUnion(line.box, box) < 0.3)
    return [...lines, ...scattered.filter(isNew)].sort((a, b) => a.box.y - b.box.y)
  }

  close(): Promise<void> {
    return this.#thread.close()
  }

  async #recognize(page: Page, layout: PageLayout, signal: AbortSignal | undefined): Promise<ReadLine[]> {
    const { png, width, height } = page
    const { lines } = await this.#thread.run({ png, layout }, { signal })
    const place = ({ x0, y0, x1, y1 }: PixelBox) => boxFromEdges(x0 / width, y0 / height, x1 / width, y1 / height)
    return lines
      .filter(({ confidence, text }) => confidence >= minConfidence && /[\p{L}\p{N}]{2}/u.test(text))
      .map(({ text, confidence, bbox, words }) => ({
        text: text.trim(),
        confidence: confidence / 100,
        box: place(bbox),
        words: words.map((word) => ({ text: word.text, box: place(word.bbox) })),
      }))
  }
}
