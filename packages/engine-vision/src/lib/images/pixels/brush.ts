import type { Pixels } from '../../pixels/pixels.ts'
import { boxBlur } from './box-blur.ts'
import { mapColors } from './map-colors.ts'

/** Kuwahara filter: each pixel gets the mean of the most uniform of the four squares around it, like a brush stroke. */
export function brush(pixels: Pixels, radius: number): Pixels {
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
