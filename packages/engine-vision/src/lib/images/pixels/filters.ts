import type { Pixels } from '../../pixels/pixels.ts'
import { boxBlur } from './box-blur.ts'
import { brush } from './brush.ts'
import { drawEdges } from './draw-edges.ts'
import { clampByte, luma, mapColors, posterize, saturate } from './map-colors.ts'

const paper = (pixels: Pixels): Pixels => mapColors(pixels, () => [255, 255, 255])

/** Halftone: black dots that grow with darkness, on a grid rotated by 45 degrees. */
function halftone(pixels: Pixels): Pixels {
  const { width, height } = pixels
  const cell = Math.max(4, Math.round(Math.min(width, height) / 110))
  const soft = boxBlur(pixels, Math.max(1, cell >> 1))
  const data = new Uint8Array(pixels.data)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4
      const dark = 1 - luma(soft.data[at] ?? 0, soft.data[at + 1] ?? 0, soft.data[at + 2] ?? 0) / 255
      const [u, v] = [(x + y) * Math.SQRT1_2, (x - y) * Math.SQRT1_2]
      const wave = (Math.cos((u / cell) * Math.PI * 2) + Math.cos((v / cell) * Math.PI * 2)) / 4 + 0.5
      const ink = wave < dark ? 24 : 248
      data.fill(ink, at, at + 3)
    }
  return { ...pixels, data }
}

function pixelate(pixels: Pixels): Pixels {
  const { width, height } = pixels
  const cell = Math.max(3, Math.round(Math.min(width, height) / 96))
  const soft = boxBlur(pixels, cell >> 1)
  const data = new Uint8Array(pixels.data)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [cx, cy] = [
        Math.min(width - 1, x - (x % cell) + (cell >> 1)),
        Math.min(height - 1, y - (y % cell) + (cell >> 1)),
      ]
      data.set(soft.data.subarray((cy * width + cx) * 4, (cy * width + cx) * 4 + 4), (y * width + x) * 4)
    }
  return posterize({ width, height, data }, 9)
}

function sharpen(pixels: Pixels): Pixels {
  const soft = boxBlur(pixels, 2)
  const data = new Uint8Array(pixels.data)
  for (let at = 0; at < data.length; at++)
    if (at % 4 !== 3) data[at] = clampByte((pixels.data[at] ?? 0) * 1.9 - (soft.data[at] ?? 0) * 0.9)
  return { ...pixels, data }
}

function vignette(pixels: Pixels): Pixels {
  const { width, height } = pixels
  const data = new Uint8Array(pixels.data)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const away = Math.hypot((x / width - 0.5) * 2, (y / height - 0.5) * 2)
      const factor = 1 - Math.min(0.75, Math.max(0, away - 0.55) * 0.85)
      for (let part = 0; part < 3; part++)
        data[(y * width + x) * 4 + part] = (data[(y * width + x) * 4 + part] ?? 0) * factor
    }
  return { ...pixels, data }
}

/** Filters by name, for style words and restyling instructions. */
export const filters: Readonly<Record<string, (pixels: Pixels) => Pixels>> = {
  grayscale: (pixels) => mapColors(pixels, (r, g, b) => [luma(r, g, b), luma(r, g, b), luma(r, g, b)]),
  sepia: (pixels) =>
    mapColors(pixels, (r, g, b) => [luma(r, g, b) * 1.08 + 14, luma(r, g, b) * 0.9 + 8, luma(r, g, b) * 0.68]),
  poster: (pixels) => saturate(posterize(brush(pixels, 2), 4), 1.25),
  cartoon: (pixels) => drawEdges(posterize(brush(pixels, 3), 7), boxBlur(pixels, 1), 110),
  'line-art': (pixels) => drawEdges(paper(pixels), boxBlur(pixels, 1), 45),
  sketch: (pixels) => sketch(pixels),
  halftone,
  'pixel-art': pixelate,
  watercolor: (pixels) =>
    mapColors(saturate(brush(pixels, 5), 0.85), (r, g, b) => [r * 0.82 + 46, g * 0.82 + 46, b * 0.82 + 46]),
  oil: (pixels) => saturate(brush(pixels, 4), 1.2),
  blur: (pixels) =>
    boxBlur(
      boxBlur(pixels, Math.max(2, Math.round(Math.min(pixels.width, pixels.height) / 110))),
      Math.max(2, Math.round(Math.min(pixels.width, pixels.height) / 110)),
    ),
  sharpen,
  brighter: (pixels) => mapColors(pixels, (r, g, b) => [r * 1.22 + 12, g * 1.22 + 12, b * 1.22 + 12]),
  darker: (pixels) => mapColors(pixels, (r, g, b) => [r * 0.7, g * 0.7, b * 0.7]),
  warmer: (pixels) => mapColors(pixels, (r, g, b) => [r * 1.1 + 8, g * 1.02, b * 0.82]),
  cooler: (pixels) => mapColors(pixels, (r, g, b) => [r * 0.84, g * 1.0, b * 1.12 + 8]),
  invert: (pixels) => mapColors(pixels, (r, g, b) => [255 - r, 255 - g, 255 - b]),
  contrast: (pixels) =>
    mapColors(pixels, (r, g, b) => [(r - 128) * 1.35 + 128, (g - 128) * 1.35 + 128, (b - 128) * 1.35 + 128]),
  vivid: (pixels) => saturate(pixels, 1.45),
  muted: (pixels) => saturate(pixels, 0.55),
  vignette,
  night: (pixels) => mapColors(pixels, (r, g, b) => [r * 0.34 + 4, g * 0.4 + 8, b * 0.58 + 24]),
  winter: (pixels) => mapColors(saturate(pixels, 0.45), (r, g, b) => [r * 0.78 + 48, g * 0.84 + 46, b * 0.86 + 52]),
}

/** Pencil sketch: the grayscale image divided by its blurred negative. */
function sketch(pixels: Pixels): Pixels {
  const gray = mapColors(pixels, (r, g, b) => [luma(r, g, b), luma(r, g, b), luma(r, g, b)])
  const soft = boxBlur(boxBlur(gray, 6), 6)
  const data = new Uint8Array(gray.data)
  for (let at = 0; at < data.length; at++)
    if (at % 4 !== 3) data[at] = clampByte(((gray.data[at] ?? 0) * 255) / Math.max(1, soft.data[at] ?? 0))
  return { ...pixels, data }
}
