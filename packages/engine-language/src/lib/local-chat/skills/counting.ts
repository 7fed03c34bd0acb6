import { splitSentences } from '@mira/engine/internal'
import { escapeRegExp, wordsOf } from '../words.ts'
import type { Skill, SkillAnswer } from './skill.ts'
import { splitRequest, unquote } from './split-request.ts'

/** Counts words, letters, sentences and lines of a text, and occurrences in it. */
export const counting: Skill = {
  name: 'counting',
  readsLongText: true,
  answer({ text }) {
    // Another way of counting than the one asked for would be wrong.
    if (
      /\b(?:without|excluding|except|ignoring|not counting|other than|besides|unique|different|distinct)\b/i.test(
        splitRequest(text).instruction,
      )
    )
      return undefined
    if (!/\b(?:how many|count|number of|how often)\b/i.test(text) && !lengthQuestion.test(text)) return undefined
    return (text.length > maxCountedIn ? undefined : countOccurrences(text)) ?? countParts(text)
  },
}

/** A length is that of a word only if it is called one: "how long is winter" asks for more. */
const lengthQuestion =
  /\b(?:how long|length of)\b.*(?:["“”]|\b(?:words?|names?|strings?|texts?|phrases?|sentences?)\b)/is

/** Maximum length of a text in which occurrences are counted, in characters. */
const maxCountedIn = 10_000

function toAnswer(text: string, count: number): SkillAnswer {
  return { text, brief: String(count), value: count, score: 0.95, how: text }
}

function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`
}

function countOccurrences(text: string): SkillAnswer | undefined {
  const letter =
    text.match(
      /\b(?:how many|number of|count)(?: the)?(?: times)?(?: does| do| is)?(?: the)?(?: number of)?(?: letters?)?\s+["'“]?(\p{L})["'”]?(?:'?s)?(?:\s+(?:letters?|characters?))?\s+(?:are |appear |occur |is |there |does |found )*(?:there )?in\s+(?:the )?(?:words? |sentences?:? |text:? |string:? |phrase:? )?["'“]?([\s\S]+?)["'”]?[?.!]*$/iu,
    ) ??
    text.match(
      /\bletter\s+["'“]?(\p{L})["'”]?\s+(?:appears?|occurs?|is|are)\b.*?\bin\s+(?:the )?(?:words? |sentence:? |text:? |phrase:? )?["'“]?([\s\S]+?)["'”]?[?.!]*$/iu,
    )
  if (letter) return countIn(letter[1] ?? '', letter[2] ?? '', 'letter')
  const word = text.match(
    /\bhow (?:many times|often) (?:does|is|do)(?: the)? (?:word )?["'“]?([\p{L}\p{N}'-]+)["'”]?\s+(?:appears?|occurs?|used|mentioned|show up|found)?\s*in(?: (?:the|this))?(?: (?:following|sentence|text|phrase|paragraph))*\s*:?\s*["'“]?([\s\S]+?)["'”]?[?.!]*$/iu,
  )
  return word ? countIn(word[1] ?? '', word[2] ?? '', 'word') : undefined
}

function countIn(needle: string, hay: string, kind: 'letter' | 'word'): SkillAnswer {
  const pattern =
    kind === 'letter' ? escapeRegExp(needle) : String.raw`(?<![\p{L}\p{N}])${escapeRegExp(needle)}(?![\p{L}\p{N}])`
  const count = hay.match(new RegExp(pattern, 'giu'))?.length ?? 0
  const shown = hay.length > 60 ? 'the text' : `“${hay.trim()}”`
  return toAnswer(`The ${kind} “${needle}” appears ${times(count)} in ${shown}: ${count}.`, count)
}

const parts: readonly { readonly name: RegExp; readonly plural: string; readonly count: (text: string) => number }[] = [
  { name: /\bvowels?\b/i, plural: 'vowels', count: (text) => text.match(/[aeiou]/gi)?.length ?? 0 },
  { name: /\bconsonants?\b/i, plural: 'consonants', count: (text) => text.match(/[b-df-hj-np-tv-z]/gi)?.length ?? 0 },
  { name: /\bsentences?\b/i, plural: 'sentences', count: (text) => splitSentences(text).length },
  { name: /\bwords?\b/i, plural: 'words', count: (text) => wordsOf(text).length },
  { name: /\blines?\b/i, plural: 'lines', count: (text) => text.split('\n').filter((line) => line.trim()).length },
  {
    name: /\bparagraphs?\b/i,
    plural: 'paragraphs',
    count: (text) => text.split(/\n\s*\n/).filter((part) => part.trim()).length,
  },
  { name: /\bcharacters?\b/i, plural: 'characters', count: (text) => [...text].length },
  { name: /\bletters?\b/i, plural: 'letters', count: (text) => text.match(/\p{L}/gu)?.length ?? 0 },
  {
    name: /\b(?:items?|elements?)\b/i,
    plural: 'items',
    count: (text) => text.split(/[,;\n]/).filter((part) => part.trim()).length,
  },
]

function countParts(text: string): SkillAnswer | undefined {
  const { instruction, data } = splitRequest(text)
  const named =
    instruction.match(/\bin\s+(?:the )?(?:word|name|term)\s+["'“]?([\p{L}\p{N}'-]+)["'”]?/iu)?.[1] ??
    instruction.match(
      /\b(?:in|of|does|is)\s+(?:the (?:word|name|term) )?["'“]?([\p{L}\p{N}'-]+)["'”]?(?: (?:have|contain|has|long))?[?.!]*$/iu,
    )?.[1]
  const subject = data ?? (named && !/^(?:it|this|that|there|total|here)$/i.test(named) ? named : undefined)
  // The unit follows "how many"; later words may name the location ("in this sentence").
  const asked =
    instruction.match(/\b(?:how many|count(?: the)?(?: number of)?|number of)\s+(?:\p{L}+ )?(\p{L}+)/iu)?.[0] ??
    instruction
  const part =
    parts.find(({ name }) => name.test(asked)) ?? (/\bhow long|length of\b/i.test(instruction) ? parts[6] : undefined)
  if (!part || subject === undefined) return undefined
  const count = part.count(unquote(subject))
  const shown = subject.length > 60 ? 'The text' : `“${unquote(subject)}”`
  return toAnswer(`${shown} has ${count} ${count === 1 ? part.plural.replace(/s$/, '') : part.plural}.`, count)
}
