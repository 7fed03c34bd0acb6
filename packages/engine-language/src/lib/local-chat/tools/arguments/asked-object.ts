import { type Field, hasOwnForm, kindsOf } from '../../extraction/field.ts'
import { isFunctionWord, stemOf, wordsOf } from '../../words.ts'
import type { LocalTool } from '../local-tool.ts'
import type { Reading } from './open-names.ts'
import { isReadElsewhere } from './paired-names.ts'

/** What a question or a request for information is about: the phrase after "of" or "for" that is not the tool's own words. */
export function readObject(tool: LocalTool, field: Field, { text, used }: Reading): string | undefined {
  if (tool.change !== undefined || hasOwnForm(field) || kindsOf(field)[0] === 'person') return undefined
  if (isReadElsewhere(field.name) || /\b(?:type|kind|id|query|text|message|unit|units)\b/.test(field.name))
    return undefined
  const isOwn = (word: string) => tool.nameStems.has(stemOf(word)) || tool.otherStems.has(stemOf(word))
  const phrases = [
    ...text.matchAll(
      /\b(?:of|for|about)\s+((?:the |an? )?[^,.;?!]+?)(?=\s(?:of|for|about|in|on|at|with|from|by|to|under|between|which|that|who|as|over|during|using|via|near|like|and|or|based|if|when|where)\s|[,;?!]|\.(?:\s|$)|$)/giu,
    ),
  ]
    .map(([, one = '']) => one.replace(/^(?:the|an?) /i, '').trim())
    .filter(
      (one) =>
        wordsOf(one).length > 0 &&
        wordsOf(one).length <= 4 &&
        !/\d/.test(one) &&
        !used.includes(one) &&
        !/^(?:me|my|us|it|them|this|that|all|any|each|some|next|last)\b/i.test(one),
    )
    .filter((one) => !wordsOf(one).some((word) => isOwn(word) || isFunctionWord(word)) || /^\p{Lu}/u.test(one))
  return phrases.length === 1 ? phrases[0] : undefined
}
