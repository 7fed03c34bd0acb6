import { findFencedBlock } from './fenced-block.ts'

/**
 * Maximum length of an instruction, in characters. Instructions are matched with patterns whose time is not linear.
 */
const maxInstruction = 1_000

/** Request split into an instruction and the text it applies to. */
export interface SplitRequest {
  readonly instruction: string
  /** Text to process; undefined if the request contains none. */
  readonly data: string | undefined
}

/** Splits a request such as "Sort these words: pear, fig" into instruction and data. */
export function splitRequest(text: string): SplitRequest {
  const { instruction, data } = split(text)
  return { instruction: instruction.slice(0, maxInstruction), data }
}

function split(text: string): SplitRequest {
  const fenced = findFencedBlock(text)
  if (fenced) {
    const instruction = `${text.slice(0, fenced.start)} ${text.slice(fenced.end).trimStart()}`.trim()
    return { instruction, data: fenced.content.trim() }
  }
  const colon = text.match(/^([^:\n]{3,160}?):\s+(\S[\s\S]*)$/) ?? text.match(/^([^:\n]{3,160}?):\s*\n([\s\S]+)$/)
  if (colon && !/https?$/.test(colon[1] ?? '')) return { instruction: colon[1] ?? '', data: colon[2]?.trim() }
  const line = text.match(/^([^\n]{3,160})\n+([\s\S]+)$/)
  if (line) return { instruction: line[1] ?? '', data: line[2]?.trim() }
  const quoted = text.match(/"([^"]+)"|“([^“”]+)”|(?<![\p{L}])'([^'\n]+)'(?![\p{L}])/u)
  if (quoted) return { instruction: text.replace(quoted[0], ' '), data: (quoted[1] ?? quoted[2] ?? quoted[3])?.trim() }
  return { instruction: text, data: undefined }
}

/** Removes the quotes around a text. */
export function unquote(text: string): string {
  return text.trim().replace(/^["“'`](.*)["”'`][.!?]?$/s, '$1')
}
