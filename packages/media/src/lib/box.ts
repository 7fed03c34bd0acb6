/**
 * A rectangle in an image, in fractions of the image size: all values are 0 to 1, as are the sums `x + width` and
 * `y + height`.
 */
export interface Box {
  /** Distance from the left edge. */
  readonly x: number
  /** Distance from the top edge. */
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A box with the label and confidence of the object in it. */
export interface LocatedBox extends Box {
  readonly label?: string | undefined
  /** Confidence as reported by the server, usually 0 to 1. */
  readonly confidence?: number | undefined
}
