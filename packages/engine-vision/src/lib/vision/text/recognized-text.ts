/** What the reader is asked for: blocks of text by the layout of the page, or words wherever they are. */
export type PageLayout = 'blocks' | 'scattered'

/** A page to be recognized. */
export interface ReadingTask {
  readonly png: Uint8Array
  readonly layout: PageLayout
}

/** Edges in pixels of the page, the origin top left. */
export interface PixelBox {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

/** A line of text as Tesseract reports it. */
export interface RecognizedLine {
  readonly text: string
  /** 0 to 100. */
  readonly confidence: number
  readonly bbox: PixelBox
  readonly words: readonly { readonly text: string; readonly bbox: PixelBox }[]
}
