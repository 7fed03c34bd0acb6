import type { Pixels } from '@mira/engine-vision/internal'
import { clamp } from '../easing.ts'

/** Source position of each node of a grid over the frame: x and y in pixels of the source, row by row. */
export interface WarpGrid {
  /** Number of cells, one fewer than nodes. */
  readonly columns: number
  readonly rows: number
  readonly x: Float32Array
  readonly y: Float32Array
}

/** Creates a grid with all source positions at 0. */
export function createWarpGrid(columns: number, rows: number): WarpGrid {
  const nodes = (columns + 1) * (rows + 1)
  return { columns, rows, x: new Float32Array(nodes), y: new Float32Array(nodes) }
}

/** Warps an image along a grid into `target`, which has the same size, with bilinear interpolation between nodes. */
export function warpImage({ width, height, data }: Pixels, grid: WarpGrid, target: Uint8ClampedArray): void {
  const source = new Uint32Array(data.buffer, data.byteOffset, width * height)
  const output = new Uint32Array(target.buffer, target.byteOffset, width * height)
  const stride = grid.columns + 1
  const rowX = new Float32Array(stride)
  const rowY = new Float32Array(stride)
  const row = { x: rowX, y: rowY }
  for (let y = 0; y < height; y++) {
    mixRows(grid, (y / height) * grid.rows, row)
    for (let cell = 0; cell < grid.columns; cell++) {
      const start = Math.round((cell * width) / grid.columns)
      const end = Math.round(((cell + 1) * width) / grid.columns)
      const [x0 = 0, x1 = 0, y0 = 0, y1 = 0] = [rowX[cell], rowX[cell + 1], rowY[cell], rowY[cell + 1]]
      const stepX = (x1 - x0) / (end - start)
      const stepY = (y1 - y0) / (end - start)
      copySpan(source, output, {
        width,
        height,
        at: y * width + start,
        length: end - start,
        x: x0,
        y: y0,
        stepX,
        stepY,
      })
    }
  }
}

interface WarpRow {
  readonly x: Float32Array
  readonly y: Float32Array
}

/** Interpolates a grid row at a position between two rows. */
function mixRows({ columns, rows, x, y }: WarpGrid, at: number, row: WarpRow): void {
  const above = Math.min(rows - 1, Math.floor(at))
  const share = at - above
  const stride = columns + 1
  for (let node = 0; node < stride; node++) {
    const upper = above * stride + node
    const lower = upper + stride
    row.x[node] = (x[upper] ?? 0) * (1 - share) + (x[lower] ?? 0) * share
    row.y[node] = (y[upper] ?? 0) * (1 - share) + (y[lower] ?? 0) * share
  }
}

interface Span {
  readonly width: number
  readonly height: number
  readonly at: number
  readonly length: number
  x: number
  y: number
  readonly stepX: number
  readonly stepY: number
}

/**
 * Copies pixels along a line through the source. Two color channels are weighted in one multiplication, each with 8
 * spare bits above it: this loop runs for every pixel of every frame, and this halves its time.
 */
function copySpan(source: Uint32Array, output: Uint32Array, span: Span): void {
  const { width, at, length, stepX, stepY } = span
  const right = width - 1.001
  const bottom = span.height - 1.001
  let { x, y } = span
  for (let index = 0; index < length; index++) {
    const fromX = clamp(x, 0, right)
    const fromY = clamp(y, 0, bottom)
    const column = fromX | 0
    const row = fromY | 0
    const shareX = ((fromX - column) * 16 + 0.5) | 0
    const shareY = ((fromY - row) * 16 + 0.5) | 0
    const first = row * width + column
    const a = source[first] as number
    const b = source[first + 1] as number
    const c = source[first + width] as number
    const d = source[first + width + 1] as number
    const wa = (16 - shareX) * (16 - shareY)
    const wb = shareX * (16 - shareY)
    const wc = (16 - shareX) * shareY
    const wd = shareX * shareY
    const redBlue =
      Math.imul(a & 0xff00ff, wa) +
      Math.imul(b & 0xff00ff, wb) +
      Math.imul(c & 0xff00ff, wc) +
      Math.imul(d & 0xff00ff, wd)
    const green =
      Math.imul((a >>> 8) & 0xff, wa) +
      Math.imul((b >>> 8) & 0xff, wb) +
      Math.imul((c >>> 8) & 0xff, wc) +
      Math.imul((d >>> 8) & 0xff, wd)
    output[at + index] = 0xff000000 | ((redBlue >>> 8) & 0xff00ff) | (green & 0xff00)
    x += stepX
    y += stepY
  }
}
