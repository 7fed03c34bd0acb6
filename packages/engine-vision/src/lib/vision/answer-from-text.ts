/** Words of questions about text, signs, sums and dates. */
const textWords =
  /\b(say|says|said|read|reads|text|texts|written|writing|word|words|letters?|sign|signs|label|title|heading|headline|caption|total|sum|subtotal|price|prices|cost|costs|how much|receipt|invoice|bill|menu|ticket|poster|page|document|paragraph|phone number|email|e-mail|address|url|website|code|plate|brand|logo|date|expir\w+|deadline|when|what time|opening hours?)\b/i

/** Returns whether a question is about text in the image. */
export function asksForText(question: string): boolean {
  return textWords.test(question)
}

/** Words of a question that do not occur in the line that answers it. */
const questionWords =
  /^(what|when|where|which|who|how|much|many|does|do|did|is|are|was|were|the|this|that|it|its|in|on|of|at|to|a|an|and|for|image|picture|photo|say|says|said|read|reads|text|written|sign|there|can|you|please|tell|me|cost|costs|price)$/

/**
 * Answers a question from the lines of text in the image: first the lines that share a word with it, then all of them.
 *
 * @param lines - Undefined if the letters in the image are not Latin.
 */
export function answerFromText(question: string, lines: readonly string[] | undefined): string {
  if (lines === undefined)
    return 'I cannot read the text in this image: its letters are not Latin, probably Cyrillic. I read printed English only.'
  if (lines.length === 0) return 'I can read no printed English text in this image.'
  const asked = (question.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !questionWords.test(word))
  const fitting = lines.filter((line) => asked.some((word) => line.toLowerCase().includes(toStem(word))))
  const first = fitting.length > 0 && fitting.length < lines.length ? `${fitting.join('; ')}. ` : ''
  return `${first}${first ? 'The whole text' : 'It'} reads: ${lines.join('\n')}`
}

function toStem(word: string): string {
  return word.length > 4 ? word.replace(/(ies|es|s|ing|ed)$/, '') : word
}
