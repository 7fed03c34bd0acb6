const segmenter = /* @__PURE__ */ new Intl.Segmenter('en', { granularity: 'sentence' })

/** Titles and initials after which a period does not end a sentence. */
const abbreviation = /(?:^|[\s(])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|vs|etc|e\.g|i\.e|No|Inc|Ltd|approx)\.\s*$/

/** Splits a text into trimmed sentences. A line break also ends a sentence. */
export function splitSentences(text: string): string[] {
  const sentences: string[] = []
  for (const line of text.split(/\n+/)) {
    let open = ''
    for (const { segment } of segmenter.segment(line)) {
      open += segment
      if (abbreviation.test(open)) continue
      sentences.push(open.trim())
      open = ''
    }
    sentences.push(open.trim())
  }
  return sentences.filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))
}
