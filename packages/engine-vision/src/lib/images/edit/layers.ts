import type { ImageSize } from '@mira/engine'
import type { Pixels } from '../../pixels/pixels.ts'

/** Composites one image over another at an offset, respecting both alpha channels (Porter-Duff "over"). */
export function overlay(
  under: Pixels,
  over: Pixels,
  { left = 0, top = 0 }: { left?: number; top?: number } = {},
): Pixels {
  const data = new Uint8Array(under.data)
  for (let y = Math.max(0, -top); y < Math.min(over.height, under.height - top); y++)
    for (let x = Math.max(0, -left); x < Math.min(over.width, under.width - left); x++) {
      const from = (y * over.width + x) * 4
      const at = ((y + top) * under.width + x + left) * 4
      const alpha = (over.data[from + 3] ?? 0) / 255
      if (alpha === 0) continue
      const below = ((data[at + 3] ?? 0) / 255) * (1 - alpha)
      const total = alpha + below
      for (let part = 0; part < 3; part++)
        data[at + part] = Math.round(((over.data[from + part] ?? 0) * alpha + (data[at + part] ?? 0) * below) / total)
      data[at + 3] = Math.round(total * 255)
    }
  return { ...under, data }
}

/** Multiplies the alpha of an image by a mask of 0 to 255. */
export function maskPixels({ width, height, data }: Pixels, mask: Uint8Array): Pixels {
  const output = new Uint8Array(data)
  for (let at = 0; at < mask.length; at++) output[at * 4 + 3] = Math.min(data[at * 4 + 3] ?? 0, mask[at] ?? 0)
  return { width, height, data: output }
}

/** Creates an image of a single color. */
export function fillPixels(
  { width, height }: ImageSize,
  [red, green, blue]: readonly [number, number, number],
  alpha = 255,
): Pixels {
  const data = new Uint8Array(width * height * 4)
  for (let at = 0; at < data.length; at += 4) data.set([red, green, blue, alpha], at)
  return { width, height, data }
}

/** Returns the bounding box of a mask, or of the whole image if the mask is empty. */
export function maskBox(
  mask: Uint8Array,
  { width, height }: ImageSize,
): { x: number; y: number; width: number; height: number } {
  let [left, top, right, bottom] = [width, height, 0, 0]
  for (let at = 0; at < mask.length; at++) {
    if ((mask[at] ?? 0) < 128) continue
    left = Math.min(left, at % width)
    right = Math.max(right, (at % width) + 1)
    top = Math.min(top, Math.floor(at / width))
    bottom = Math.max(bottom, Math.floor(at / width) + 1)
  }
  return right > left ? { x: left, y: top, width: right - left, height: bottom - top } : { x: 0, y: 0, width, height }
}

/** Crops an image. */
export function cropPixels(
  { width, data }: Pixels,
  box: { x: number; y: number; width: number; height: number },
): Pixels {
  const output = new Uint8Array(box.width * box.height * 4)
  for (let row = 0; row < box.height; row++) {
    const from = ((row + box.y) * width + box.x) * 4
    output.set(data.subarray(from, from + box.width * 4), row * box.width * 4)
  }
  return { width: box.width, height: box.height, data: output }
}
