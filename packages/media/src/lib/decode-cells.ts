import { isRecord } from '@mira/core/internal'
import { type Fields, firstField } from './fields.ts'

/** Division of an image into cells. */
export interface Grid {
  readonly rows: number
  readonly cols: number
}

/** A cell of a grid, counted from 0 at the top left. */
export interface Cell {
  readonly row: number
  readonly col: number
}

/** Decodes the cells of a reply. A cell given only by its number requires a known grid. */
export function decodeCells(cells: readonly unknown[], grid: Grid | undefined): Cell[] {
  return cells.flatMap((cell) => toCell(cell, grid))
}

function toCell(cell: unknown, grid: Grid | undefined): Cell[] {
  if (isCount(cell)) return grid ? [{ row: Math.floor(cell / grid.cols), col: cell % grid.cols }] : []
  if (Array.isArray(cell)) return cell.length === 2 ? fromPair(cell[0], cell[1]) : []
  if (!isRecord(cell)) return []
  const pair = fromPair(firstField(cell, ['row', 'r']), firstField(cell, ['col', 'column', 'c']))
  return pair.length > 0 || !isCount(cell.index) ? pair : toCell(cell.index, grid)
}

const fromPair = (row: unknown, col: unknown): Cell[] => (isCount(row) && isCount(col) ? [{ row, col }] : [])

/** Reads the grid of a reply or a request; `undefined` if there is none. */
export function readGrid(value: unknown): Grid | undefined {
  if (Array.isArray(value)) return toGrid(value[0], value[1])
  return isRecord(value) ? readGridFields(value) : undefined
}

function readGridFields(fields: Fields): Grid | undefined {
  return toGrid(firstField(fields, ['rows', 'height']), firstField(fields, ['cols', 'columns', 'width']))
}

const toGrid = (rows: unknown, cols: unknown): Grid | undefined =>
  isCount(rows) && isCount(cols) && rows > 0 && cols > 0 ? { rows, cols } : undefined

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
