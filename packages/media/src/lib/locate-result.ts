import { isRecord } from '@mira/core/internal'
import type { LocatedBox } from './box.ts'
import { decodeBoxes } from './decode-box.ts'
import { type Cell, decodeCells, type Grid, readGrid } from './decode-cells.ts'
import { type Fields, firstField } from './fields.ts'

/** Location of an object in an image. */
export interface LocateResult {
  /** Whether the server found the object. */
  found: boolean
  /** Bounding boxes, the server's best first; empty if nothing was found, in grid mode, and for unknown box formats. */
  boxes: LocatedBox[]
  /** Cells that the object covers, in grid mode. */
  cells?: Cell[] | undefined
  /** Grid of the cells, if known. */
  grid?: Grid | undefined
  /** Unmodified reply. */
  raw: unknown
}

/**
 * Decodes a reply; never throws.
 *
 * @param requested - Grid of the request, which the reply may omit.
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
  if (!isRecord(raw)) return {}
  return [raw.data, raw.result].find(isRecord) ?? raw
}

function readCellList(reply: Fields): readonly unknown[] | undefined {
  const inGrid = isRecord(reply.grid) ? reply.grid.cells : undefined
  return [reply.cells, reply.grid_cells, inGrid].find(Array.isArray)
}
