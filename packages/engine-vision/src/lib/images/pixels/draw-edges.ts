import type { Pixels } from '../../pixels/pixels.ts'
import { luma } from './map-colors.ts'

/** Draws the edges of `lines` that are stronger than a threshold, in black. */
export function drawEdges(pixels: Pixels, lines: Pixels, threshold: number): Pixels {
  const strength = edges(lines)
  const data = new Uint8Array(pixels.data)
  for (let at = 0; at < strength.length; at++) {
    const ink = Math.min(1, Math.max(0, ((strength[at] ?? 0) - threshold) / 60))
    for (let part = 0; part < 3; part++) data[at * 4 + part] = (data[at * 4 + part] ?? 0) * (1 - ink)
  }
  return { ...pixels, data }
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
