import type { Pixels } from '@mira/engine-vision/internal'
import sharp from 'sharp'
import { clamp, ease } from '../easing.ts'

/** Coarse depth map of an image, rows from the top. */
export interface NearnessMap {
  readonly columns: number
  readonly rows: number
  /** Nearness, 0 (far) to 1 (near). */
  readonly nearness: Float32Array
  /** Degree to which a cell belongs to the subject, 0 to 1. */
  readonly subject: Float32Array
}

type Color = readonly [number, number, number]

/** Number of cells along the longer side: fine enough for a figure, and fast. */
const longCells = 56

/**
 * Estimates depth from two heuristics that hold for most images: the ground gets nearer toward the bottom, and anything
 * that differs in color from the image's border is in front of it. No depth model is used.
 */
export async function estimateDepth(image: Pixels): Promise<NearnessMap> {
  const { width, height, data } = image
  const scale = longCells / Math.max(width, height)
  const columns = Math.round(width * scale)
  const rows = Math.round(height * scale)
  const small = await sharp(data, { raw: { width, height, channels: 4 } })
    .resize(columns, rows, { fit: 'fill' })
    .removeAlpha()
    .raw()
    .toBuffer()
  const subject = smooth(contrastWithBorder(small, columns, rows), { columns, rows })
  const nearness = subject.map((share, cell) => {
    const down = (Math.floor(cell / columns) + 0.5) / rows
    return clamp(0.5 * ease(down) + 0.6 * share)
  })
  return { columns, rows, subject, nearness: smooth(nearness, { columns, rows }) }
}

/** Computes the distance of each cell to the closest border color, weighted toward the center, scaled to 0 to 1. */
function contrastWithBorder(small: Uint8Array, columns: number, rows: number): Float32Array {
  const colorAt = (column: number, row: number): Color => {
    const at = (row * columns + column) * 3
    return [small[at] ?? 0, small[at + 1] ?? 0, small[at + 2] ?? 0]
  }
  const border = borderCells(columns, rows).map(([column, row]) => ({ column, row, color: colorAt(column, row) }))
  const contrast = new Float32Array(columns * rows)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const color = colorAt(column, row)
      let nearest = Number.POSITIVE_INFINITY
      for (const edge of border) {
        const apart = Math.hypot((edge.column - column) / columns, (edge.row - row) / rows)
        nearest = Math.min(nearest, colorDistance(color, edge.color) * (1 + apart))
      }
      const fromMiddle = Math.hypot((column + 0.5) / columns - 0.5, ((row + 0.5) / rows - 0.55) * 0.9)
      contrast[row * columns + column] = nearest * ease(1.25 - fromMiddle * 1.9)
    }
  }
  return toUnit(contrast)
}

function borderCells(columns: number, rows: number): (readonly [number, number])[] {
  const cells: (readonly [number, number])[] = []
  for (let column = 0; column < columns; column++) cells.push([column, 0], [column, rows - 1])
  for (let row = 1; row < rows - 1; row++) cells.push([0, row], [columns - 1, row])
  return cells
}

/** Computes a color distance in which brightness counts less than tint: a shadow on a wall is still the wall. */
function colorDistance([r1, g1, b1]: Color, [r2, g2, b2]: Color): number {
  const [r, g, b] = [r1 - r2, g1 - g2, b1 - b2]
  return Math.hypot(0.6 * (0.3 * r + 0.59 * g + 0.11 * b), 0.7 * (r - g), 0.5 * (b - g))
}

/** Scales values so that the top 5 % are 1. An image without contrast stays at 0. */
function toUnit(values: Float32Array): Float32Array {
  const sorted = Float32Array.from(values).sort()
  const high = sorted[Math.floor(sorted.length * 0.95)] ?? 0
  return values.map((value) => ease(value / Math.max(high, 24)))
}

/** Blurs a map with three passes of a five-cell box filter, close to a Gaussian, so that the warp shows no edges. */
function smooth(values: Float32Array, grid: Pick<NearnessMap, 'columns' | 'rows'>): Float32Array {
  let current = values
  for (let pass = 0; pass < 3; pass++) {
    current = boxBlur(boxBlur(current, grid, true), grid, false)
  }
  return current
}

function boxBlur(
  values: Float32Array,
  { columns, rows }: Pick<NearnessMap, 'columns' | 'rows'>,
  isAcross: boolean,
): Float32Array {
  const reach = 1
  return values.map((_, cell) => {
    const column = cell % columns
    const row = Math.floor(cell / columns)
    let sum = 0
    for (let step = -reach; step <= reach; step++) {
      const c = isAcross ? clamp(column + step, 0, columns - 1) : column
      const r = isAcross ? row : clamp(row + step, 0, rows - 1)
      sum += values[r * columns + c] ?? 0
    }
    return sum / (2 * reach + 1)
  })
}
