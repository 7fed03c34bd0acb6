import type { LocatedBox } from './box.ts'
import { decodeBoxes } from './decode-box.ts'
import { type Cell, decodeCells, type Grid, readGrid } from './decode-cells.ts'
import { type Fields, firstField, isFields } from './fields.ts'

/** Where something is in an image. */
export interface LocateResult {
  /** Whether the server found it. */
  found: boolean
  /** Where, the server's best first; empty when it is not there, in grid mode, and for boxes in a form not known here. */
  boxes: LocatedBox[]
  /** The cells it covers, in grid mode. */
  cells?: Cell[] | undefined
  /** The grid that the cells are of, when it is known. */
  grid?: Grid | undefined
  /** The reply as it came. */
  raw: unknown
}

/**
 * Reads any reply; none makes it fail.
 *
 * @param requested The grid that was asked for, which the reply need not repeat.
 */
export function readLocateResult(raw: unknown, requested?: unknown): LocateResult {
  const reply = unwrap(raw)
  const { boxes, count } = decodeBoxes(raw)
  const list = readCellList(reply)
  const grid = readGrid(reply.grid) ?? readGrid(reply.grid_size) ?? readGrid(reply) ?? readGrid(requested)
  const flag = firstField(reply, ['found', 'is_found', 'detected'])
  const found = typeof flag === 'boolean' ? flag : count > 0 || (list?.length ?? 0) > 0
  return { found, boxes: [...boxes], ...(list && { cells: decodeCells(list, grid), grid }), raw }
}

function unwrap(raw: unknown): Fields {
  if (!isFields(raw)) return {}
  return [raw.data, raw.result].find(isFields) ?? raw
}

function readCellList(reply: Fields): readonly unknown[] | undefined {
  const inGrid = isFields(reply.grid) ? reply.grid.cells : undefined
  return [reply.cells, reply.grid_cells, inGrid].find(Array.isArray)
}
