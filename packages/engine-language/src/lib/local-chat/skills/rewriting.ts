import { splitSentences } from '@mira/engine/internal'
import { collapseSpaces, escapeRegExp, wordsOf } from '../words.ts'
import { maxShortText, type Skill, type SkillAnswer } from './skill.ts'
import { splitRequest, unquote } from './split-request.ts'

type Rewrite = (text: string) => string

const smallWords = /^(?:a|an|and|as|at|but|by|for|in|nor|of|on|or|the|to|up)$/i

/** Rewrites by the words that request them. */
const rewrites: readonly (readonly [RegExp, string, Rewrite])[] = [
  [/\b(?:upper ?case|capital letters|all caps|capitals)\b/i, 'upper case', (text) => text.toUpperCase()],
  [/\b(?:lower ?case|small letters)\b/i, 'lower case', (text) => text.toLowerCase()],
  [/\btitle case\b/i, 'title case', toTitleCase],
  [/\bcapitali[sz]e\b/i, 'capitals', toTitleCase],
  [/\bsnake[ _-]?case\b/i, 'snake case', (text) => identifierWords(text).join('_')],
  [/\bkebab[ _-]?case\b/i, 'kebab case', (text) => identifierWords(text).join('-')],
  [/\bslug\b/i, 'slug', (text) => identifierWords(text).join('-')],
  [
    /\bcamel[ _-]?case\b/i,
    'camel case',
    (text) =>
      identifierWords(text)
        .map((word, index) => (index ? toTitleCase(word) : word))
        .join(''),
  ],
  [/\bpascal[ _-]?case\b/i, 'pascal case', (text) => identifierWords(text).map(toTitleCase).join('')],
  [/\breverse\b.*\b(?:words|word order)\b/i, 'words reversed', (text) => text.split(/\s+/).toReversed().join(' ')],
  [/\b(?:reverse|backwards?)\b/i, 'reversed', (text) => [...text].toReversed().join('')],
  [
    /\b(?:remove|delete|strip|without)\b.*\b(?:punctuation)\b/i,
    'without punctuation',
    (text) => text.replace(/\p{P}/gu, ''),
  ],
  [/\b(?:remove|delete|strip)\b.*\b(?:vowels)\b/i, 'without vowels', (text) => text.replace(/[aeiou]/gi, '')],
  [/\b(?:remove|delete|strip)\b.*\b(?:spaces|whitespace)\b/i, 'without spaces', (text) => text.replace(/\s+/g, '')],
  [
    /\b(?:acronym|initials)\b/i,
    'initials',
    (text) =>
      wordsOf(text)
        .filter((word) => !smallWords.test(word))
        .map((word) => word.charAt(0).toUpperCase())
        .join(''),
  ],
  [/\b(?:decode|from)\b.*\bbase ?64\b/i, 'base64 decoded', (text) => Buffer.from(text, 'base64').toString('utf8')],
  [/\bbase ?64\b/i, 'base64', (text) => Buffer.from(text).toString('base64')],
  [/\burl[ -]?encod/i, 'URL encoded', encodeURIComponent],
  [/\b(?:rot ?13)\b/i, 'ROT13', (text) => text.replace(/[a-z]/gi, rotate)],
  [/\bfirst sentence\b/i, 'first sentence', (text) => splitSentences(text)[0] ?? ''],
  [/\blast sentence\b/i, 'last sentence', (text) => splitSentences(text).at(-1) ?? ''],
]

/** Changes case and order, replaces and removes words, encodes text, and checks palindromes. */
export const rewriting: Skill = {
  name: 'rewriting',
  readsLongText: true,
  answer({ text }) {
    const short = collapseSpaces(text)
    if (short.length > maxShortText) return rewriteText(text)
    return replaceWords(short) ?? checkPalindrome(short) ?? rewriteText(text)
  },
}

function toAnswer(text: string, how: string, score = 0.92): SkillAnswer {
  return { text, brief: text, value: text, score, how }
}

function replaceWords(text: string): SkillAnswer | undefined {
  const replaced =
    text.match(
      /\b(?:replace|change|swap|substitute)\s+(?:all |every |each |the word |occurrences of |instances of )*["'“]?([^"'”\n]+?)["'”]?\s+(?:with|by|to|for)\s+(?:the word )?["'“]?([^"'”\n:]+?)["'”]?\s*(?:in(?: the)?(?: (?:following|sentence|text|this|phrase))*)?\s*[:\n]\s*([\s\S]+)$/i,
    ) ??
    text.match(
      /\b(?:replace|change|swap|substitute)\s+(?:all |every |each |the word )*["'“]([^"”]+)["'”]\s+(?:with|by|to|for)\s+["'“]([^"”]+)["'”]\s+in\s+(?:the )?(?:sentence |text |phrase )?["“]?([\s\S]+?)["”]?[.]?$/i,
    )
  const removed = replaced
    ? undefined
    : text.match(
        /\b(?:remove|delete)\s+(?:all |every |the words? |occurrences of )*["'“]([^"'”\n]+)["'”]\s+(?:from|in)[^:\n]*[:\n]?\s*([\s\S]+)$/i,
      )
  const [from, to, subject] = replaced ? [replaced[1], replaced[2], replaced[3]] : [removed?.[1], '', removed?.[2]]
  if (!from || to === undefined || !subject) return undefined
  const pattern = new RegExp(String.raw`(?<![\p{L}\p{N}])${escapeRegExp(from)}(?![\p{L}\p{N}])`, 'giu')
  const result = unquote(subject).replace(pattern, (found) =>
    /^\p{Lu}/u.test(found) && to ? to.charAt(0).toUpperCase() + to.slice(1) : to,
  )
  return toAnswer(result.replace(/ {2,}/g, ' ').trim(), `“${from}” to “${to}”`, 0.96)
}

function checkPalindrome(text: string): SkillAnswer | undefined {
  const subject = text.match(/\bis\s+["'“]?(.+?)["'”]?\s+a palindrome\b/i)?.[1]
  if (!subject) return undefined
  const letters = [...subject.toLowerCase()].filter((letter) => /[\p{L}\p{N}]/u.test(letter))
  const isSame = letters.join('') === letters.toReversed().join('')
  const answer = isSame ? 'Yes' : 'No'
  return {
    text: `${answer}, “${subject}” is ${isSame ? '' : 'not '}a palindrome.`,
    brief: answer.toLowerCase(),
    value: isSame,
    score: 0.95,
    how: `backwards: ${letters.toReversed().join('')}`,
  }
}

function rewriteText(text: string): SkillAnswer | undefined {
  const { instruction, data } = splitRequest(text)
  const rewrite = rewrites.find(([asked]) => asked.test(instruction))
  const asksForIt =
    /\b(?:convert|change|make|write|rewrite|put|turn|transform|reverse|remove|delete|strip|capitali[sz]e|encode|decode|give|what|uppercase|lowercase|spell|apply|acronym|initials|say|print|show)\b/i
  if (!rewrite || !asksForIt.test(instruction)) return undefined
  // A rewrite with an exception is another one.
  if (!rewrite[1].startsWith('without') && /\b(?:without|except|excluding|but not|other than)\b/i.test(instruction))
    return undefined
  const subject =
    data ??
    instruction.match(
      /\b(?:uppercase|lowercase|capitali[sz]e|reverse|backwards?|convert|write|put|spell|encode|decode|change|turn|make|of|for)\s+(?:the )?(?:words?|string|text|phrase|letters of|order of|sentence|name)?\s*(.+?)\s*(?:\b(?:to|into|in|as|using|with)\b.*|backwards?.*)?[?.!]*$/i,
    )?.[1]
  if (!subject || (!data && /\b(?:following|this|that|it|your|my|answers?|repl(?:y|ies))\b/i.test(subject)))
    return undefined
  return toAnswer(rewrite[2](unquote(subject)), rewrite[1])
}

function toTitleCase(text: string): string {
  return text
    .toLowerCase()
    .replace(/\p{L}[\p{L}'’]*/gu, (word, at: number) =>
      at > 0 && smallWords.test(word) ? word : word.charAt(0).toUpperCase() + word.slice(1),
    )
}

function identifierWords(text: string): string[] {
  return wordsOf(text.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')).map((word) => word.toLowerCase().replace(/['’.]/g, ''))
}

function rotate(letter: string): string {
  const base = letter <= 'Z' ? 65 : 97
  return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base)
}
