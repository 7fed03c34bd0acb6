/** A request and the text it is about. */
export interface SplitRequest {
  readonly instruction: string
  /** The text worked on; `undefined` when the request holds none. */
  readonly data: string | undefined
}

/** Parts "Sort these words: pear, fig" into what to do and what to do it with. */
export function splitRequest(text: string): SplitRequest {
  const fenced = text.match(/^([\s\S]*?)```[^\n]*\n([\s\S]*?)```\s*([\s\S]*)$/)
  if (fenced) return { instruction: `${fenced[1] ?? ''} ${fenced[3] ?? ''}`.trim(), data: fenced[2]?.trim() }
  const colon = text.match(/^([^:\n]{3,160}?):\s+(\S[\s\S]*)$/) ?? text.match(/^([^:\n]{3,160}?):\s*\n([\s\S]+)$/)
  if (colon && !/https?$/.test(colon[1] ?? '')) return { instruction: colon[1] ?? '', data: colon[2]?.trim() }
  const line = text.match(/^([^\n]{3,160})\n+([\s\S]+)$/)
  if (line) return { instruction: line[1] ?? '', data: line[2]?.trim() }
  const quoted = text.match(/"([^"]+)"|“([^”]+)”|(?<![\p{L}])'([^'\n]+)'(?![\p{L}])/u)
  if (quoted) return { instruction: text.replace(quoted[0], ' '), data: (quoted[1] ?? quoted[2] ?? quoted[3])?.trim() }
  return { instruction: text, data: undefined }
}

/** Data without the quotes around it. */
export function unquote(text: string): string {
  return text.trim().replace(/^["“'`](.*)["”'`][.!?]?$/s, '$1')
}
