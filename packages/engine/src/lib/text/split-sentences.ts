const segmenter = /* @__PURE__ */ new Intl.Segmenter('en', { granularity: 'sentence' })

/** Title or initial at the end of a text, after which a period does not end a sentence. */
const abbreviation = /(?:^|[\s(])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|vs|etc|e\.g|i\.e|No|Inc|Ltd|approx)\.$/

/** Length of the longest abbreviation with the character before it. */
const abbreviationLength = ' approx.'.length

/** Splits a text into trimmed sentences. A line break also ends a sentence. Takes time linear in the text. */
export function splitSentences(text: string): string[] {
  // Lines are filtered too, because segmenting an empty one costs as much as a sentence.
  return text.split('\n').filter(hasWords).flatMap(splitLine).filter(hasWords)
}

function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text)
}

function splitLine(line: string): string[] {
  const sentences: string[] = []
  let start = 0
  for (const { segment, index } of segmenter.segment(line)) {
    const end = index + segment.trimEnd().length
    // Only the last characters, because the sentence so far can be as long as the text.
    if (abbreviation.test(line.slice(Math.max(start, end - abbreviationLength), end))) continue
    sentences.push(line.slice(start, end).trim())
    start = index + segment.length
  }
  sentences.push(line.slice(start).trim())
  return sentences
}
