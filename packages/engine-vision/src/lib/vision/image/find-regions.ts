import type { BoundingBox } from '@mira/engine'
import type { Pixels } from '../../pixels/pixels.ts'
import { boxArea, boxAround, boxFromEdges, intersectionOverUnion } from '../boxes.ts'
import { type ColorName, colorNames, nameColor } from './colors.ts'

/** Plain shapes. `pieces` are areas of one color with overlapping boxes, such as an object split by light and shade. */
export type ShapeName = 'circle' | 'rectangle' | 'triangle' | 'shape' | 'pieces'

/** Connected area of one color. */
export interface Region {
  readonly color: ColorName
  readonly shape: ShapeName
  readonly box: BoundingBox
  /** Fraction of its box that it fills, 0 to 1. */
  readonly fill: number
}

const gridSide = 256
const minArea = 0.002
const maxRegions = 40

interface Blob {
  readonly color: number
  readonly cells: number[]
}

/** Finds areas of one color and classifies their shapes, for drawings. Largest first. */
export function findRegions(pixels: Pixels): Region[] {
  const grid = colorGrid(pixels)
  const regions = connectedBlobs(grid).map((blob) => describeBlob(blob, grid))
  return [...regions, ...joinPieces(regions)]
    .sort((a, b) => boxArea(b.box) * b.fill - boxArea(a.box) * a.fill)
    .slice(0, maxRegions)
}

interface ColorGrid {
  readonly width: number
  readonly height: number
  readonly colors: Uint8Array
}

function colorGrid({ data, width, height }: Pixels): ColorGrid {
  const scale = Math.min(1, gridSide / Math.max(width, height))
  const columns = Math.max(1, Math.round(width * scale))
  const rows = Math.max(1, Math.round(height * scale))
  const colors = new Uint8Array(columns * rows)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = Math.floor(((column + 0.5) * width) / columns)
      const y = Math.floor(((row + 0.5) * height) / rows)
      const at = (y * width + x) * 4
      colors[row * columns + column] = colorNames.indexOf(
        nameColor(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0),
      )
    }
  }
  return { width: columns, height: rows, colors }
}

function connectedBlobs({ width, height, colors }: ColorGrid): Blob[] {
  const isSeen = new Uint8Array(colors.length)
  const blobs: Blob[] = []
  for (let start = 0; start < colors.length; start++) {
    if (isSeen[start]) continue
    const color = colors[start] ?? 0
    const cells = [start]
    isSeen[start] = 1
    for (let next = 0; next < cells.length; next++) {
      const cell = cells[next] ?? 0
      const column = cell % width
      const row = (cell - column) / width
      const neighbors = [
        column > 0 ? cell - 1 : -1,
        column < width - 1 ? cell + 1 : -1,
        row > 0 ? cell - width : -1,
        row < height - 1 ? cell + width : -1,
      ]
      for (const other of neighbors) {
        if (other < 0 || isSeen[other] || colors[other] !== color) continue
        isSeen[other] = 1
        cells.push(other)
      }
    }
    if (cells.length >= minArea * colors.length) blobs.push({ color, cells })
  }
  return blobs
}

function describeBlob({ color, cells }: Blob, { width, height }: ColorGrid): Region {
  let [left, top, right, bottom] = [width, height, 0, 0]
  for (const cell of cells) {
    const column = cell % width
    const row = (cell - column) / width
    left = Math.min(left, column)
    right = Math.max(right, column + 1)
    top = Math.min(top, row)
    bottom = Math.max(bottom, row + 1)
  }
  const fill = cells.length / ((right - left) * (bottom - top))
  const isSquarish = Math.abs(Math.log((right - left) / (bottom - top))) < 0.3
  return {
    color: colorNames[color] ?? 'gray',
    shape: nameShape(fill, isSquarish),
    box: boxFromEdges({ left: left / width, top: top / height, right: right / width, bottom: bottom / height }),
    fill,
  }
}

/** Joins regions of one color whose boxes overlap. */
function joinPieces(regions: readonly Region[]): Region[] {
  const groups: Region[][] = []
  for (const region of regions) {
    const touched = groups.filter((group) => group.some((other) => isSameThing(other, region)))
    const rest = groups.filter((group) => !touched.includes(group))
    groups.splice(0, groups.length, ...rest, [...touched.flat(), region])
  }
  return groups
    .filter((group) => group.length > 1)
    .map((group) => {
      const box = boxAround(group.map((piece) => piece.box))
      const covered = group.reduce((sum, piece) => sum + piece.fill * boxArea(piece.box), 0)
      return { color: group[0]?.color ?? 'gray', shape: 'pieces', box, fill: covered / boxArea(box) }
    })
}

function isSameThing(a: Region, b: Region): boolean {
  return a.color === b.color && intersectionOverUnion(a.box, b.box) > 0
}

/** Classifies a shape: a disc fills π/4 of its box (less with a highlight), a rectangle all of it, a triangle half. */
function nameShape(fill: number, isSquarish: boolean): ShapeName {
  if (fill > 0.92) return 'rectangle'
  if (isSquarish && fill > 0.62 && fill < 0.86) return 'circle'
  return fill > 0.42 && fill < 0.58 ? 'triangle' : 'shape'
}
