import { createEmbeddings } from '@mira/chat'
import type { CommandContext, GlobalFlags } from '../command-context.ts'
import { CommandError } from '../command-error.ts'
import { readTextArgument } from '../input.ts'
import { writeJson } from '../output.ts'
import { showProgress } from '../progress.ts'

/** Options of `mira embed`. */
export interface EmbedFlags {
  readonly lines?: boolean | undefined
  readonly dimensions?: number | undefined
}

/** Prints one vector per line, in the order of the texts; with `--json` one object with all of them. */
export async function runEmbed(
  { client, request }: CommandContext,
  { lines, dimensions, model, json }: EmbedFlags & GlobalFlags,
  words: readonly string[],
): Promise<void> {
  const text = await readTextArgument(words, 'text to embed')
  const input = lines ? text.split(/\r?\n/) : [text]
  const empty = input.findIndex((line) => line.trim() === '')
  if (empty !== -1) throw new CommandError(`Line ${empty + 1} is empty: a vector needs a text`)
  const progress = showProgress({ label: `Embedding ${input.length === 1 ? 'one text' : `${input.length} texts`}` })
  const result = await createEmbeddings(client, { input, model, dimensions }, request).finally(progress.clear)
  const data = result.data.map(({ index, embedding }) => ({ index, embedding: Array.from(embedding, shorten) }))
  if (json) return writeJson({ ...result, data })
  for (const { embedding } of data) await writeJson(embedding)
}

/** Returns the shortest decimal number that is the same 32-bit float, which a vector consists of. */
function shorten(value: number): number {
  for (let digits = 1; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return short
  }
  return Number(value.toPrecision(9))
}
