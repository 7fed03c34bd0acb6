import type { Pixels } from '../../pixels/pixels.ts'
import { fromHsl, toHsl } from '../scene/color.ts'

type Shade = (red: number, green: number, blue: number) => readonly [number, number, number]

const luma = (red: number, green: number, blue: number): number => 0.299 * red + 0.587 * green + 0.114 * blue

/** Maps the color of every pixel. Alpha is unchanged. */
export function mapColors({ width, height, data }: Pixels, shade: Shade): Pixels {
  const output = new Uint8Array(data)
  for (let at = 0; at < data.length; at += 4) {
    const [red, green, blue] = shade(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0)
    output[at] = clamp(red)
    output[at + 1] = clamp(green)
    output[at + 2] = clamp(blue)
  }
  return { width, height, data: output }
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : Math.round(value)
}

/** Blurs with a box filter of `radius`, using running sums. */
export function boxBlur({ width, height, data }: Pixels, radius: number): Pixels {
  const pass = (source: Uint8Array, length: number, lines: number, step: number, lineStep: number): Uint8Array => {
    const output = new Uint8Array(source.length)
    for (let line = 0; line < lines; line++)
      for (let part = 0; part < 4; part++) {
        const at = (index: number) =>
          source[line * lineStep + Math.min(length - 1, Math.max(0, index)) * step + part] ?? 0
        let sum = 0
        for (let index = -radius; index <= radius; index++) sum += at(index)
        for (let index = 0; index < length; index++) {
          output[line * lineStep + index * step + part] = sum / (2 * radius + 1)
          sum += at(index + radius + 1) - at(index - radius)
        }
      }
    return output
  }
  const across = pass(data, width, height, 4, width * 4)
  return { width, height, data: pass(across, height, width, width * 4, 4) }
}

/** Computes the edge strength of each pixel, 0 to 255 (Sobel). */
function edges({ width, height, data }: Pixels): Uint8Array {
  const gray = new Float32Array(width * height)
  for (let at = 0; at < gray.length; at++)
    gray[at] = luma(data[at * 4] ?? 0, data[at * 4 + 1] ?? 0, data[at * 4 + 2] ?? 0)
  const output = new Uint8Array(width * height)
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x
      const g = (offset: number) => gray[at + offset] ?? 0
      const dx = g(1 - width) + 2 * g(1) + g(1 + width) - g(-1 - width) - 2 * g(-1) - g(-1 + width)
      const dy = g(width - 1) + 2 * g(width) + g(width + 1) - g(-width - 1) - 2 * g(-width) - g(1 - width)
      output[at] = Math.min(255, Math.hypot(dx, dy))
    }
  return output
}

function posterize(pixels: Pixels, levels: number): Pixels {
  const step = 255 / (levels - 1)
  return mapColors(pixels, (red, green, blue) => [
    Math.round(red / step) * step,
    Math.round(green / step) * step,
    Math.round(blue / step) * step,
  ])
}

function drawEdges(pixels: Pixels, lines: Pixels, threshold: number): Pixels {
  const strength = edges(lines)
  const data = new Uint8Array(pixels.data)
  for (let at = 0; at < strength.length; at++) {
    const ink = Math.min(1, Math.max(0, ((strength[at] ?? 0) - threshold) / 60))
    for (let part = 0; part < 3; part++) data[at * 4 + part] = (data[at * 4 + part] ?? 0) * (1 - ink)
  }
  return { ...pixels, data }
}

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

/** Kuwahara filter: each pixel gets the mean of the most uniform of the four squares around it, like a brush stroke. */
function brush(pixels: Pixels, radius: number): Pixels {
  const { width, height } = pixels
  const soft = boxBlur(pixels, radius)
  const squares = boxBlur(
    mapColors(pixels, (red, green, blue) => [(red * red) / 255, (green * green) / 255, (blue * blue) / 255]),
    radius,
  )
  const data = new Uint8Array(pixels.data)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let best = Number.POSITIVE_INFINITY
      let from = 0
      for (const [dx, dy] of [
        [-radius, -radius],
        [radius, -radius],
        [-radius, radius],
        [radius, radius],
      ] as const) {
        const at = (Math.min(height - 1, Math.max(0, y + dy)) * width + Math.min(width - 1, Math.max(0, x + dx))) * 4
        let spread = 0
        for (let part = 0; part < 3; part++)
          spread += (squares.data[at + part] ?? 0) - (soft.data[at + part] ?? 0) ** 2 / 255
        if (spread < best) [best, from] = [spread, at]
      }
      data.set(soft.data.subarray(from, from + 3), (y * width + x) * 4)
    }
  return { ...pixels, data }
}

function sharpen(pixels: Pixels): Pixels {
  const soft = boxBlur(pixels, 2)
  const data = new Uint8Array(pixels.data)
  for (let at = 0; at < data.length; at++)
    if (at % 4 !== 3) data[at] = clamp((pixels.data[at] ?? 0) * 1.9 - (soft.data[at] ?? 0) * 0.9)
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

function saturate(pixels: Pixels, factor: number): Pixels {
  return mapColors(pixels, (red, green, blue) => {
    const [hue, saturation, lightness] = toHsl([red, green, blue])
    return fromHsl([hue, Math.min(1, saturation * factor), lightness])
  })
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
    if (at % 4 !== 3) data[at] = clamp(((gray.data[at] ?? 0) * 255) / Math.max(1, soft.data[at] ?? 0))
  return { ...pixels, data }
}
