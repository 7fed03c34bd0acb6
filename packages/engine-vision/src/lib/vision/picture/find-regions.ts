import type { PictureBox } from '@mira/engine'
import type { Pixels } from '../../pixels/pixels.ts'
import { boxArea, boxAround, boxFromEdges, intersectionOverUnion } from '../boxes.ts'
import { type ColourName, colourNames, nameColour } from './colours.ts'

/** Plain shapes. `pieces` are areas of one color with overlapping boxes, such as an object split by light and shade. */
export type ShapeName = 'circle' | 'rectangle' | 'triangle' | 'shape' | 'pieces'

/** Connected area of one color. */
export interface Region {
  readonly colour: ColourName
  readonly shape: ShapeName
  readonly box: PictureBox
  /** Fraction of its box that it fills, 0 to 1. */
  readonly fill: number
}

const gridSide = 256
const minArea = 0.002
const maxRegions = 40

interface Blob {
  readonly colour: number
  readonly cells: number[]
}

/** Finds areas of one color and classifies their shapes, for drawings. Largest first. */
export function findRegions(pixels: Pixels): Region[] {
  const grid = colourGrid(pixels)
  const regions = connectedBlobs(grid).map((blob) => describeBlob(blob, grid))
  return [...regions, ...joinPieces(regions)]
    .sort((a, b) => boxArea(b.box) * b.fill - boxArea(a.box) * a.fill)
    .slice(0, maxRegions)
}

interface ColourGrid {
  readonly width: number
  readonly height: number
  readonly colours: Uint8Array
}

function colourGrid({ data, width, height }: Pixels): ColourGrid {
  const scale = Math.min(1, gridSide / Math.max(width, height))
  const columns = Math.max(1, Math.round(width * scale))
  const rows = Math.max(1, Math.round(height * scale))
  const colours = new Uint8Array(columns * rows)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = Math.floor(((column + 0.5) * width) / columns)
      const y = Math.floor(((row + 0.5) * height) / rows)
      const at = (y * width + x) * 4
      colours[row * columns + column] = colourNames.indexOf(
        nameColour(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0),
      )
    }
  }
  return { width: columns, height: rows, colours }
}

function connectedBlobs({ width, height, colours }: ColourGrid): Blob[] {
  const isSeen = new Uint8Array(colours.length)
  const blobs: Blob[] = []
  for (let start = 0; start < colours.length; start++) {
    if (isSeen[start]) continue
    const colour = colours[start] ?? 0
    const cells = [start]
    isSeen[start] = 1
    for (let next = 0; next < cells.length; next++) {
      const cell = cells[next] ?? 0
      const column = cell % width
      const row = (cell - column) / width
      const neighbours = [
        column > 0 ? cell - 1 : -1,
        column < width - 1 ? cell + 1 : -1,
        row > 0 ? cell - width : -1,
        row < height - 1 ? cell + width : -1,
      ]
      for (const other of neighbours) {
        if (other < 0 || isSeen[other] || colours[other] !== colour) continue
        isSeen[other] = 1
        cells.push(other)
      }
    }
    if (cells.length >= minArea * colours.length) blobs.push({ colour, cells })
  }
  return blobs
}

function describeBlob({ colour, cells }: Blob, { width, height }: ColourGrid): Region {
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
    colour: colourNames[colour] ?? 'grey',
    shape: nameShape(fill, isSquarish),
    box: boxFromEdges(left / width, top / height, right / width, bottom / height),
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
      return { colour: group[0]?.colour ?? 'grey', shape: 'pieces', box, fill: covered / boxArea(box) }
    })
}

function isSameThing(a: Region, b: Region): boolean {
  return a.colour === b.colour && intersectionOverUnion(a.box, b.box) > 0
}

/** Classifies a shape: a disc fills π/4 of its box (less with a highlight), a rectangle all of it, a triangle half. */
function nameShape(fill: number, isSquarish: boolean): ShapeName {
  if (fill > 0.92) return 'rectangle'
  if (isSquarish && fill > 0.62 && fill < 0.86) return 'circle'
  return fill > 0.42 && fill < 0.58 ? 'triangle' : 'shape'
}
