import { type LocatedBox, locate } from '@mira/media'
import type { CommandContext, GlobalFlags } from '../command-context.ts'
import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { readImage } from '../input.ts'
import { writeJson } from '../output.ts'
import { showProgress } from '../progress.ts'
import { writeTable } from '../write-table.ts'

/** Options of `mira locate`. */
export interface LocateFlags {
  readonly grid?: { readonly rows: number; readonly cols: number } | undefined
}

/** What to find, and where. */
export interface LocateSubject {
  readonly image: string
  readonly target: readonly string[]
}

/**
 * Prints where an object is in an image.
 *
 * @throws {CommandError} when it is not found, except with `--json`, which prints `found: false`.
 */
export async function runLocate(
  { client, request }: CommandContext,
  { grid, model, json }: LocateFlags & GlobalFlags,
  subject: LocateSubject,
): Promise<void> {
  const target = subject.target.join(' ')
  const image = await readImage(subject.image)
  const progress = showProgress({ label: `Looking for ${target}` })
  const params = { image, target, ...(grid && { mode: 'grid', grid }), ...(model !== undefined && { model }) }
  const { raw: _, ...result } = await locate(client, params, request).finally(progress.clear)
  if (json) return writeJson(result)
  if (!result.found) throw new CommandError(`${subject.image}: no ${target} found`, exitCodes.failed)
  if (result.cells) {
    const rows = result.cells.map(({ col, row }) => [String(col), String(row)])
    return writeTable(['COLUMN', 'ROW'], rows)
  }
  await writeTable(['X', 'Y', 'WIDTH', 'HEIGHT', 'LABEL', 'CONFIDENCE'], result.boxes.map(toRow))
}

function toRow({ x, y, width, height, label = '', confidence }: LocatedBox): string[] {
  const numbers = [x, y, width, height].map(shorten)
  return [...numbers, label, confidence === undefined ? '' : shorten(confidence)]
}

const shorten = (value: number): string => String(Number(value.toFixed(4)))
