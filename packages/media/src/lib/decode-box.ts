import { isRecord } from '@mira/core/internal'
import type { LocatedBox } from './box.ts'
import { asNumber, asText, type Fields, firstField } from './fields.ts'

/** Field names of each edge or length, across all encodings. */
const names = {
  left: ['x', 'x1', 'xmin', 'x_min', 'left'],
  top: ['y', 'y1', 'ymin', 'y_min', 'top'],
  right: ['x2', 'xmax', 'x_max', 'right'],
  bottom: ['y2', 'ymax', 'y_max', 'bottom'],
  width: ['width', 'w'],
  height: ['height', 'h'],
} as const

/** Fields that may contain boxes. Lists come first, because a single box next to a list is the best one of the list. */
const holders = [
  'boxes',
  'bboxes',
  'objects',
  'data',
  'results',
  'result',
  'box',
  'bbox',
  'bounding_box',
  'boundingBox',
]

/** Maximum nesting depth. No genuine reply nests its boxes deeper; malicious ones do. */
const maxDepth = 6

type Description = Pick<LocatedBox, 'label' | 'confidence'>
type Edges = readonly [left: number, top: number, right: number, bottom: number]

/** Boxes found in a reply. */
export interface DecodedBoxes {
  readonly boxes: readonly LocatedBox[]
  /** Apparent number of boxes, including those that are not in fractions of the image. */
  readonly count: number
}

/** Decodes boxes in every documented encoding (docs/protocol.md#locate); anything else is ignored. */
export function decodeBoxes(value: unknown): DecodedBoxes {
  const found = findBoxes(value, {}, maxDepth)
  return { boxes: found.flatMap(({ edges, description }) => toBox(edges, description)), count: found.length }
}

interface FoundBox {
  readonly edges: Edges
  readonly description: Description
}

function findBoxes(value: unknown, outer: Description, depth: number): FoundBox[] {
  if (depth === 0) return []
  if (Array.isArray(value)) {
    const edges = readCorners(value)
    return edges ? [{ edges, description: outer }] : value.flatMap((item) => findBoxes(item, outer, depth - 1))
  }
  if (!isRecord(value)) return []
  const description = { ...outer, ...describe(value) }
  const edges = readEdges(value)
  if (edges) return [{ edges, description }]
  for (const name of holders) {
    const found = findBoxes(value[name], description, depth - 1)
    if (found.length > 0) return found
  }
  return []
}

function describe(fields: Fields): Description {
  const label = asText(firstField(fields, ['label', 'name', 'class']))
  const confidence = asNumber(firstField(fields, ['confidence', 'score']))
  return { ...(label !== undefined && { label }), ...(confidence !== undefined && { confidence }) }
}

/** Reads a list of four numbers: two corners, or a corner and a size if the second corner would precede the first. */
function readCorners(list: readonly unknown[]): Edges | undefined {
  if (list.length !== 4) return undefined
  const [x1, y1, x2, y2] = list.map(asNumber)
  if (x1 === undefined || y1 === undefined || x2 === undefined || y2 === undefined) return undefined
  return x2 < x1 || y2 < y1 ? [x1, y1, x1 + x2, y1 + y2] : [x1, y1, x2, y2]
}

function readEdges(fields: Fields): Edges | undefined {
  const read = (edge: keyof typeof names): number | undefined => asNumber(firstField(fields, names[edge]))
  const left = read('left')
  const top = read('top')
  if (left === undefined || top === undefined) return undefined
  const right = read('right') ?? addTo(left, read('width'))
  const bottom = read('bottom') ?? addTo(top, read('height'))
  return right === undefined || bottom === undefined ? undefined : [left, top, right, bottom]
}

const addTo = (start: number, length: number | undefined): number | undefined =>
  length === undefined ? undefined : start + length

/**
 * Largest coordinate accepted as a fraction. Fractions may slightly exceed an edge; larger values are pixels of an
 * image whose size is not known here.
 */
const farthest = 2

function toBox([left, top, right, bottom]: Edges, description: Description): LocatedBox[] {
  if ([left, top, right, bottom].some((edge) => Math.abs(edge) > farthest)) return []
  const [x, endX] = sortFractions(left, right)
  const [y, endY] = sortFractions(top, bottom)
  const [width, height] = [endX - x, endY - y]
  return width > 0 && height > 0 ? [{ x, y, width, height, ...description }] : []
}

const sortFractions = (one: number, other: number): readonly [number, number] => {
  const clamp = (edge: number): number => Math.min(1, Math.max(0, edge))
  return [clamp(Math.min(one, other)), clamp(Math.max(one, other))]
}
