import type { Pixels } from '../../pixels/pixels.ts'
import { resizePixels } from '../../pixels/resize-pixels.ts'

type Color = readonly [number, number, number]

/** Maximum side length for the segmentation, in pixels. The mask is then enlarged with soft edges. */
const workSide = 256
const clusters = 10
/** Maximum number of samples for color clustering. More would take longer without changing the result. */
const maxSamples = 1_500
const rounds = 4

/**
 * Computes a mask of the subject, 0 to 255 per pixel, in the size of the image.
 *
 * If the image has transparency, its alpha channel is the mask. Otherwise, colors decide, similar to GrabCut: border
 * colors are the background, and the subject's colors are learned in a few rounds of classification, smoothed over
 * neighboring pixels.
 */
export async function findSubject(pixels: Pixels): Promise<Uint8Array> {
  if (hasTransparency(pixels)) return pixels.data.filter((_, index) => index % 4 === 3)
  const scale = Math.min(1, workSide / Math.max(pixels.width, pixels.height))
  const size = {
    width: Math.max(2, Math.round(pixels.width * scale)),
    height: Math.max(2, Math.round(pixels.height * scale)),
  }
  const small = await resizePixels(pixels, size)
  const mask = keepMain(sortPixels(toLab(small), size.width, size.height), size.width, size.height)
  return enlarge(mask, size, pixels)
}

function hasTransparency({ data }: Pixels): boolean {
  let clear = 0
  for (let at = 3; at < data.length; at += 4) if ((data[at] ?? 255) < 128) clear++
  return clear > data.length / 400
}

function toLab({ data }: Pixels): Color[] {
  const linear = (value: number) =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4
  const f = (value: number) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116)
  const colors: Color[] = []
  for (let at = 0; at < data.length; at += 4) {
    const [r, g, b] = [linear(data[at] ?? 0), linear(data[at + 1] ?? 0), linear(data[at + 2] ?? 0)]
    const [x, y, z] = [
      f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505),
      f(0.2126 * r + 0.7152 * g + 0.0722 * b),
      f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089),
    ]
    colors.push([116 * y - 16, 500 * (x - y), 200 * (y - z)])
  }
  return colors
}

const distance = (a: Color, b: Color): number => 0.2 * (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2

/** K-means with initial centers that are far apart. Deterministic for the same colors. */
function learnColors(all: readonly Color[]): Color[] {
  const step = Math.max(1, Math.ceil(all.length / maxSamples))
  const samples = all.filter((_, index) => index % step === 0)
  const first = samples[0]
  if (!first) return []
  let centers: Color[] = [first]
  while (centers.length < Math.min(clusters, samples.length)) {
    const far = samples.reduce(
      (best, sample) => (nearest(sample, centers) > nearest(best, centers) ? sample : best),
      first,
    )
    centers.push(far)
  }
  for (let round = 0; round < 6; round++) {
    const sums = centers.map(() => [0, 0, 0, 0])
    for (const sample of samples) {
      let best = 0
      for (let index = 1; index < centers.length; index++)
        if (distance(sample, centers[index] ?? first) < distance(sample, centers[best] ?? first)) best = index
      const sum = sums[best] ?? [0, 0, 0, 0]
      for (let part = 0; part < 3; part++) sum[part] = (sum[part] ?? 0) + (sample[part] ?? 0)
      sum[3] = (sum[3] ?? 0) + 1
    }
    centers = centers.map((center, index) => {
      const [l = 0, a = 0, b = 0, count = 0] = sums[index] ?? []
      return count > 0 ? [l / count, a / count, b / count] : center
    })
  }
  return centers
}

function nearest(color: Color, centers: readonly Color[]): number {
  let best = Number.POSITIVE_INFINITY
  for (const center of centers) best = Math.min(best, distance(color, center))
  return best
}

/** Classifies pixels by color and neighborhood: 1 is subject, 0 is background. */
function sortPixels(colors: readonly Color[], width: number, height: number): Uint8Array {
  const margin = Math.max(1, Math.round(Math.min(width, height) * 0.04))
  // The lower edge is ignored because subjects often touch it.
  const isBorder = (at: number) => at % width < margin || at % width >= width - margin || at < margin * width
  const samples = colors.filter((_, at) => isBorder(at))
  const sides = [0, width - margin].map((from) =>
    colors.filter((_, at) => at % width >= from && at % width < from + margin),
  )
  const border = commonColors(samples, sides)
  const noise = samples.reduce((sum, color) => sum + Math.sqrt(nearest(color, border)), 0) / Math.max(1, samples.length)
  const limit = Math.min(12, Math.max(6, noise * 3))
  let mask: Uint8Array = Uint8Array.from(colors, (color) => (nearest(color, border) > limit ** 2 ? 1 : 0))
  for (let round = 0; round < rounds; round++) {
    const front = learnColors(colors.filter((_, at) => mask[at] === 1))
    if (front.length === 0) break
    const score = Float32Array.from(colors, (color, at) => {
      const [x, y] = [(at % width) / width - 0.5, Math.floor(at / width) / height - 0.5]
      const pull = 1.15 - 0.9 * Math.hypot(x, y)
      return Math.sqrt(nearest(color, border)) * pull - Math.sqrt(nearest(color, front)) * 0.6
    })
    const smoothed = smooth(score, width, height)
    mask = Uint8Array.from(smoothed, (value, at) => (value > limit / 3 && !(isBorder(at) && value < limit) ? 1 : 0))
  }
  return mask
}

/** Returns the border colors, except for rare ones on only one side, where the subject touches the border. */
function commonColors(samples: readonly Color[], sides: readonly (readonly Color[])[]): Color[] {
  const centers = learnColors(samples)
  const share = (part: readonly Color[], center: Color) =>
    part.filter((color) => distance(color, center) <= nearest(color, centers)).length / Math.max(1, part.length)
  return centers.filter(
    (center) => share(samples, center) >= 0.012 || sides.every((side) => share(side, center) >= 0.005),
  )
}

function smooth(values: Float32Array, width: number, height: number): Float32Array {
  return values.map((value, at) => {
    const [x, y] = [at % width, Math.floor(at / width)]
    let sum = value * 2
    let weight = 2
    for (const [dx, dy] of [
      [-1, 0],
      [1, 0],
      [0, -1],
      [0, 1],
    ] as const) {
      if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height) continue
      sum += values[at + dx + dy * width] ?? 0
      weight++
    }
    return sum / weight
  })
}

/** Removes specks smaller than a tenth of the largest part and fills holes. */
function keepMain(mask: Uint8Array, width: number, height: number): Uint8Array {
  const output = new Uint8Array(mask)
  const parts = connectedParts(output, 1, { width, height })
  const largest = Math.max(0, ...parts.map((part) => part.length))
  for (const part of parts) if (part.length < largest / 10) for (const at of part) output[at] = 0
  const isOuter = (at: number) =>
    at % width === 0 || at % width === width - 1 || at < width || at >= width * (height - 1)
  for (const hole of connectedParts(output, 0, { width, height }))
    if (hole.length < largest / 4 && !hole.some(isOuter)) for (const at of hole) output[at] = 1
  return output
}

function connectedParts(
  mask: Uint8Array,
  value: number,
  { width, height }: { width: number; height: number },
): number[][] {
  const seen = new Uint8Array(mask.length)
  const parts: number[][] = []
  for (let start = 0; start < mask.length; start++) {
    if (seen[start] || mask[start] !== value) continue
    const part = [start]
    seen[start] = 1
    for (let index = 0; index < part.length; index++) {
      const at = part[index] ?? 0
      const x = at % width
      for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
        if (next < 0 || next >= width * height || seen[next] || mask[next] !== value) continue
        seen[next] = 1
        part.push(next)
      }
    }
    parts.push(part)
  }
  return parts
}

/** Enlarges a mask of 0 and 1 to a mask of 0 to 255 with soft edges. */
async function enlarge(mask: Uint8Array, size: { width: number; height: number }, target: Pixels): Promise<Uint8Array> {
  const data = new Uint8Array(mask.length * 4)
  for (const [at, value] of mask.entries()) data.fill(value * 255, at * 4, at * 4 + 4)
  const large = await resizePixels({ ...size, data }, { width: target.width, height: target.height })
  return large.data.filter((_, index) => index % 4 === 3)
}
