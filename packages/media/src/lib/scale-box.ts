import type { Box } from './box.ts'

/** Size of an image in pixels. */
export interface ImageSize {
  readonly width: number
  readonly height: number
}

/** Options of {@link scaleBox}. */
export interface ScaleBoxOptions {
  /** To the nearest pixels that cover the box (`outwards`, default) or that it covers (`inwards`). */
  readonly round?: 'outwards' | 'inwards' | undefined
}

/**
 * A box in whole pixels of an image, never beyond its edges. One that covers no whole pixel is empty when rounded
 * inwards.
 *
 * @throws {RangeError} for a size that is no number of pixels.
 */
export function scaleBox(box: Box, size: ImageSize, { round = 'outwards' }: ScaleBoxOptions = {}): Box {
  const [first, last] = round === 'outwards' ? [Math.floor, Math.ceil] : [Math.ceil, Math.floor]
  const scale = (start: number, length: number, pixels: number): readonly [number, number] => {
    if (!Number.isInteger(pixels) || pixels < 0)
      throw new RangeError(`An image cannot be ${pixels} pixels wide or high`)
    const from = clamp(first(snap(start * pixels)), pixels)
    return [from, Math.max(0, clamp(last(snap((start + length) * pixels)), pixels) - from)]
  }
  const [x, width] = scale(box.x, box.width, size.width)
  const [y, height] = scale(box.y, box.height, size.height)
  return { x, y, width, height }
}

const clamp = (value: number, limit: number): number => Math.min(limit, Math.max(0, value))

/** Takes a product that floating point missed by a hair (0.29 × 100) to the whole pixel it stands for. */
const snap = (value: number): number => Math.round(value * 1e6) / 1e6
