import { splitSentences } from '@mira/engine/internal'
import type { Instructions } from './instructions.ts'
import { wordsOf } from './words.ts'

/** Applies formatting instructions to an answer: brief, length limit, bullets, letter case, fixed prefix or suffix. */
export function applyInstructions(
  answer: { readonly text: string; readonly brief?: string | undefined },
  instructions: Instructions,
): string {
  let text = instructions.isBrief && answer.brief !== undefined ? answer.brief : answer.text
  if (instructions.maxWords !== undefined) text = limitWords(text, instructions.maxWords)
  if (instructions.wantsBullets && !/^[^\S\n]*[-*•]/m.test(text))
    text = splitSentences(text)
      .map((sentence) => `- ${sentence}`)
      .join('\n')
  if (instructions.prefix) text = `${instructions.prefix} ${text}`
  if (instructions.suffix) text = `${text} ${instructions.suffix}`
  if (instructions.letterCase === 'upper') return text.toUpperCase()
  if (instructions.letterCase === 'lower') return text.toLowerCase()
  return text
}

function limitWords(text: string, limit: number): string {
  if (wordsOf(text).length <= limit) return text
  let words = 0
  const kept = splitSentences(text).filter((sentence) => {
    const count = wordsOf(sentence).length
    if (words + count > limit) return false
    words += count
    return true
  })
  return kept.join(' ') || text.split(/\s+/).slice(0, limit).join(' ')
}
