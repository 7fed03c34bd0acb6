import type { BoundingBox } from '@mira/engine'
import type { WordNet } from '@mira/engine-lexicon'
import { boxFromEdges, intersectionOverUnion } from '../boxes.ts'
import type { ImageInput } from '../protocol.ts'
import { foreignText, isForeign } from './foreign-text.ts'
import { type Page, preparePage } from './prepare-page.ts'
import { recognizePage } from './recognize-page.ts'
import type { PageLayout, PixelBox } from './recognized-text.ts'

const minConfidence = 40

/** Line of text with the positions of its words. */
export interface ReadLine {
  readonly text: string
  readonly confidence: number
  readonly box: BoundingBox
  readonly words: readonly { readonly text: string; readonly box: BoundingBox }[]
}

/** Options for {@link readLines}. */
export interface ReadLinesOptions {
  readonly signal: AbortSignal
  readonly wordNet: WordNet
  /**
   * Returns whether these lines suffice; by default, whether there are any. If not, scattered words are searched as
   * well, because layout analysis drops headings and signs that it mistakes for images.
   */
  readonly isEnough?: (lines: readonly ReadLine[]) => boolean
}

/**
 * Reads printed English in an image, by page layout.
 *
 * @throws {EngineInputError} `unsupported_language` for text in letters that are not Latin.
 */
export async function readLines(
  input: ImageInput,
  { signal, wordNet, isEnough = (lines) => lines.length > 0 }: ReadLinesOptions,
): Promise<readonly ReadLine[]> {
  const page = await preparePage(input)
  signal.throwIfAborted()
  const lines = await recognizeLines(page, 'blocks', wordNet)
  if (isEnough(lines)) return lines
  const scattered = await recognizeLines(page, 'scattered', wordNet)
  const isNew = ({ box }: ReadLine) => lines.every((line) => intersectionOverUnion(line.box, box) < 0.3)
  return [...lines, ...scattered.filter(isNew)].sort((a, b) => a.box.y - b.box.y)
}

async function recognizeLines({ png, width, height }: Page, layout: PageLayout, wordNet: WordNet): Promise<ReadLine[]> {
  const lines = await recognizePage({ png, layout })
  if (
    isForeign(
      lines.flatMap(({ words }) => words),
      wordNet,
    )
  )
    throw foreignText()
  const place = ({ x0, y0, x1, y1 }: PixelBox) =>
    boxFromEdges({ left: x0 / width, top: y0 / height, right: x1 / width, bottom: y1 / height })
  return lines
    .filter(({ confidence, text }) => confidence >= minConfidence && /[\p{L}\p{N}]{2}/u.test(text))
    .map(({ text, confidence, bbox, words }) => ({
      text: text.trim(),
      confidence: confidence / 100,
      box: place(bbox),
      words: words.map((word) => ({ text: word.text, box: place(word.bbox) })),
    }))
}
