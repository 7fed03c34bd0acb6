import nlp from 'compromise'

/** Length of a piece that is parsed at once, in characters: the grammar takes quadratic time. */
const maxPiece = 1_000

type Doc = ReturnType<typeof nlp>

/** Phrase of a parsed text. */
export interface ParsedPhrase {
  readonly text: string
  readonly start: number
  readonly length: number
  /** Value of a number in words. */
  readonly number?: number | undefined
}

interface PhraseJson {
  readonly text: string
  readonly number?: { readonly num?: number | null }
  readonly offset: { readonly start: number; readonly length: number }
}

/** Text parsed in pieces, so that the time is linear in its length. */
export class ParsedText {
  readonly #pieces: readonly { readonly doc: Doc; readonly start: number }[]

  constructor(text: string) {
    this.#pieces = splitPieces(text).map(({ start, end }) => ({ doc: nlp(text.slice(start, end)), start }))
  }

  /** Returns the phrases that a selection finds, such as `(doc) => doc.people()`, in text order. */
  select(find: (doc: Doc) => { json(options: object): unknown }): ParsedPhrase[] {
    return this.#pieces.flatMap(({ doc, start }) =>
      (find(doc).json({ offset: true }) as PhraseJson[]).map(({ text, number, offset }) => ({
        text,
        start: start + offset.start,
        length: offset.length,
        number: number?.num ?? undefined,
      })),
    )
  }
}

/** Splits a text after line breaks, sentences or words, in this order of preference. */
function splitPieces(text: string): { readonly start: number; readonly end: number }[] {
  const pieces: { start: number; end: number }[] = []
  for (let start = 0; start < text.length; ) {
    const rest = text.slice(start, start + maxPiece)
    const isLast = start + rest.length === text.length
    const cut = isLast ? rest.length : Math.max(rest.lastIndexOf('\n'), rest.lastIndexOf('. ')) + 1
    const end = start + (cut > maxPiece / 4 || isLast ? cut : rest.lastIndexOf(' ') + 1 || rest.length)
    pieces.push({ start, end })
    start = end
  }
  return pieces
}
