/** A rectangle in an image, in fractions of its size: all numbers are 0 to 1, and so are `x + width` and `y + height`. */
export interface Box {
  /** From the left edge. */
  readonly x: number
  /** From the upper edge. */
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A box and what was found in it. */
export interface LocatedBox extends Box {
  readonly label?: string | undefined
  /** As the server states it, usually 0 to 1. */
  readonly confidence?: number | undefined
}
