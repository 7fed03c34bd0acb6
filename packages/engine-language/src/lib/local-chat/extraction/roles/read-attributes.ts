import { isFunctionWord, wordsOf } from '../../words.ts'
import type { Role } from './role.ts'

const noAttribute =
  /ing$|^(?:rental|bank|new|other|same|good|nice|great|single|certain|particular|different|this|that|first|second|last|next|own|whole|entire|available|bus|car|any|which|one|two|three|four|five|six|another|interesting|book|find|rent|reserve|watch|see|want)$/i
const generic =
  /^(?:type|types|category|class|genre|main|kind|belongs|offered|which|name|subcategory|sport|user|recipient|money|transfer)$/i

/** Reads the word before the noun that a field classifies: "a compact car", "the savings account", "a drama movie". */
export function readAttribute(role: Role, text: string): string | undefined {
  const { name, description } = role.field
  if (/\baccount\b/.test(name)) return readAccount(role, text)
  const heads =
    /\bmusic\b/.test(`${name} ${description}`) && !/\bevent\b/.test(description)
      ? ['song', 'music', 'track', 'album']
      : /\bcuisine\b/.test(name)
        ? ['restaurant', 'food', 'place', 'cuisine', 'tavern', 'taverna', 'bistro', 'diner', 'cafe', 'dishes']
        : headsOf(name, description)
  if (heads.length === 0) return undefined
  const pattern = new RegExp(
    String.raw`(?<![\p{L}\p{N}'’-])(\p{L}[\p{L}-]+) (?:${heads.join('|')})s?(?![\p{L}])`,
    'giu',
  )
  const found = [...text.matchAll(pattern)]
    .filter(
      ({ 1: word = '', index }) => !isPartOfName(word, text.slice(0, index)) && !/\bto $/i.test(text.slice(0, index)),
    )
    .map(({ 1: word = '' }) => word)
    .filter((word) => !isFunctionWord(word) && !noAttribute.test(word) && !judgment.test(word))
  const fitting = /\bcuisine\b/.test(name)
    ? found.filter((word) => /(?:an|ese|ish|ench|reek|hai|ole|halal|vegan|kosher|ar|ji)$/i.test(word))
    : found
  const served = /\bcuisine\b/.test(name)
    ? /\bserv(?:es|ing) (\p{L}+(?:an|ese|ish|ench|reek|hai))\b/iu.exec(text)?.[1]
    : undefined
  if (fitting.length === 0) return served
  const different = [...new Set(fitting.map((word) => word.toLowerCase()))]
  return different.length === 1 ? fitting[0] : undefined
}

/** Adjectives that judge a thing and classify none. */
const judgment =
  /^(?:good|nice|great|best|better|cool|fun|decent|perfect|favou?rite|popular|famous|cheap|expensive|lovely|awesome|amazing|suitable|right|real|recent|latest|old|more|most|many|few|several)$/i

/** In "a Larry Jenkins movie", the word before the noun is part of a name. */
function isPartOfName(word: string, before: string): boolean {
  return /^\p{Lu}/u.test(word) && /\p{Lu}\p{L}+ $/u.test(before)
}

/** Nouns that the field says it classifies: "category to which the rental car belongs". */
function headsOf(name: string, description: string): string[] {
  const own = wordsOf(`${name} ${description}`.toLowerCase())
  const nouns = own.filter((word) =>
    /^(?:car|movie|film|room|ticket|bed|vehicle|house|apartment|music|song|game|bike|seat|loan|card|license|licence|contract|job)s?$/.test(
      word,
    ),
  )
  return [...new Set(nouns.filter((word) => !generic.test(word)).map((word) => word.replace(/s$/, '')))]
}

const kinds = '(savings|checking|current|business|credit|joint|deposit|investment)'

/** Reads the kind of an account: the sender's is "from", "my" or "your" account, the recipient's is "to" or someone's. */
function readAccount({ side }: Role, text: string): string | undefined {
  const target = String.raw`\b(?:to|into|on|in) (?:the |a |an |their |his |her )?(?:(?:\p{L}+ ){0,2}\p{L}+ ?['’]s )?${kinds} account\b|${kinds} account (?:of|for)\b`
  const possessive = new RegExp(
    String.raw`(?:\b(?:mom|dad|mother|father|brother|sister|wife|husband)|\p{Lu}\p{L}+)(?:['’]s| ['’]s)? ${kinds} account\b`,
    'gu',
  )
  const sources = [
    ...text.matchAll(
      new RegExp(
        String.raw`\b(?:from|using) (?:the |a )?(?:my |your |his |her |their )?${kinds}(?: account)?\b|\b(?:my|your) ${kinds} account\b(?! of)`,
        'gi',
      ),
    ),
  ]
  const targets = [...text.matchAll(new RegExp(target, 'giu')), ...text.matchAll(possessive)]
  const of = (matches: readonly RegExpMatchArray[]) =>
    matches.map((match) => match.slice(1).find((one) => one !== undefined) ?? '')
  const values = side === 'end' ? of(targets) : of(sources)
  const different = new Set(values.map((value) => value.toLowerCase()))
  return different.size === 1 ? values[0] : undefined
}

const foodLink = '(?:serv(?:es|ing|e)|for dinner|to eat)'

/** Reads the dish that is served; a cuisine, such as "european", is none. */
export function readDish(text: string): string | undefined {
  const found = new RegExp(
    String.raw`\b${foodLink}(?: some| the| good)? ([\p{L}]+(?: [\p{L}]+){0,2}?)(?=\s*(?:$|[.,?!]|\b(?:in|for|at|on|with|near|to|that|food|and|close|within)\b))`,
    'iu',
  ).exec(text)?.[1]
  return found && !/^\S*(?:an|ese|ish|ench|reek|hai|ole)$/i.test(found) ? found : undefined
}

/** Reads what money was spent on: "spent on groceries". */
export function readExpense(text: string): string | undefined {
  const found =
    /\b(?:spen[dt]|spending)\b(?: (?:any|some|more|less|that|so|money|much|¤+))* (?:on|in|for) (?:my |the |some )?(\p{Ll}+(?: (?!lower|higher|more|less|last|this|so|over)\p{Ll}+)?)(?=\s*(?:$|[.,?!¤]|\b(?:last|this|during|in|over|lower|higher|more|less|since|than|for|so|between|from|over|yesterday|today|\d)))/u.exec(
      text,
    )?.[1]
  return found && !wordsOf(found).some((word) => isFunctionWord(word)) ? found : undefined
}
