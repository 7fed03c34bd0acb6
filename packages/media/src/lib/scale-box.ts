import type { Box } from './box.ts'

/** Size of an image in pixels. */
export interface ImageSize {
  readonly width: number
  readonly height: number
}

/** Options of {@link scaleBox}. */
export interface ScaleBoxOptions {
  /**
   * Rounding to whole pixels: to those that cover the box (`outwards`) or that it covers (`inwards`). Defaults to
   * `outwards`.
   */
  readonly round?: 'outwards' | 'inwards' | undefined
}

/**
 * Converts a box to whole pixels of an image, clamped to its edges. A box that covers no whole pixel is empty when
 * rounded inwards.
 *
 * @throws {RangeError} when the size is not a whole number of pixels.
 */
export function scaleBox(box: Box, size: ImageSize, { round = 'outwards' }: ScaleBoxOptions = {}): Box {
  const [first, last] = round === 'outwards' ? [Math.floor, Math.ceil] : [Math.ceil, Math.floor]
  const scale = (start: number, length: number, pixels: number): readonly [number, number] => {
    if (!Number.isInteger(pixels) || pixels < 0)
      throw new RangeError(`The image size must be whole pixels, not ${pixels}`)
    const from = clamp(first(snap(start * pixels)), pixels)
    return [from, Math.max(0, clamp(last(snap((start + length) * pixels)), pixels) - from)]
  }
  const [x, width] = scale(box.x, box.width, size.width)
  const [y, height] = scale(box.y, box.height, size.height)
  return { x, y, width, height }
}

const clamp = (value: number, limit: number): number => Math.min(limit, Math.max(0, value))

/** Rounds a product with a floating-point error (0.29 × 100) to the intended whole pixel. */
const snap = (value: number): number => Math.round(value * 1e6) / 1e6
