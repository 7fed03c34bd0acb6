/** Recognition mode: blocks of text by page layout, or words anywhere. */
export type PageLayout = 'blocks' | 'scattered'

/** Page to recognize. */
export interface ReadingTask {
  readonly png: Uint8Array
  readonly layout: PageLayout
}

/** Edges in pixels of the page, from the top left. */
export interface PixelBox {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

/** Line of text as reported by Tesseract. */
export interface RecognizedLine {
  readonly text: string
  /** Confidence, 0 to 100. */
  readonly confidence: number
  readonly bbox: PixelBox
  readonly words: readonly { readonly text: string; readonly confidence: number; readonly bbox: PixelBox }[]
}
