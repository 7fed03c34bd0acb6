import { isFunctionWord, wordsOf } from '../../words.ts'
import { readAccount } from './read-account.ts'
import { readClass, readSpecialty } from './read-class.ts'
import { isCuisineWord, readServed, served, withDirection } from './read-cuisine.ts'
import type { Role } from './role.ts'

const noAttribute =
  /ing$|^(?:rental|bank|new|other|same|good|nice|great|single|certain|particular|different|this|that|first|second|last|next|own|whole|entire|available|bus|car|any|which|one|two|three|four|five|six|another|interesting|book|find|rent|reserve|watch|see|want|prefer|like|love|enjoy|need|get|hear|watching|sized)$/i
const generic =
  /^(?:type|types|category|class|genre|main|kind|belongs|offered|which|name|subcategory|sport|user|recipient|money|transfer)$/i

/** Reads the word before the noun that a field classifies: "a compact car", "the savings account", "a drama movie". */
export function readAttribute(role: Role, text: string, isFood: (word: string) => boolean): string | undefined {
  const { name, description } = role.field
  const isCuisine = /\bcuisine\b/.test(name) || /\b(?:type|category|kind) of (?:food|cuisine)\b/i.test(description)
  if (/\baccount\b/.test(name)) return readAccount(role, text)
  if (/\bspeciali(?:ty|sation|zation)\b|\btype of (?:the )?(?:therapist|doctor)\b/.test(description.toLowerCase()))
    return readSpecialty(text)
  const heads = isCuisine ? served : headsOf(name, description)
  if (heads.length === 0) return undefined
  const pattern = new RegExp(
    String.raw`(?<![\p{L}\p{N}'’-])(\p{L}[\p{L}-]+?)(?: sized?)?(?: rental)? +(?:${heads.join('|')})s?(?![\p{L}])`,
    'giu',
  )
  const found = [...text.matchAll(pattern)]
    .filter(
      ({ 1: word = '', index }) =>
        !isPartOfName(word, text.slice(0, index)) &&
        !opensName.test(text.slice(index)) &&
        !/\b(?:to|and) $/i.test(text.slice(0, index)),
    )
    .map(({ 1: word = '', index }) => withDirection(word, text.slice(0, index)))
    .filter((word) => !isFunctionWord(word) && !noAttribute.test(word) && !judgment.test(word))
  const fitting = isCuisine ? found.filter((word) => isCuisineWord(word, isFood)) : found
  if (fitting.length === 0) return isCuisine ? readServed(text, isFood) : readClass(heads, text)
  const different = [...new Set(fitting.map((word) => word.toLowerCase()))]
  return different.length === 1 ? fitting[0] : undefined
}

/** "Outlaw Music Festival" is one name. */
const opensName = /^\p{Lu}\p{L}+ \p{Lu}\p{L}+ \p{Lu}/u

/** Adjectives that judge a thing and classify none. */
const judgment =
  /^(?:good|nice|great|best|better|cool|fun|decent|perfect|favou?rite|popular|famous|cheap|expensive|lovely|awesome|amazing|suitable|right|real|recent|latest|old|more|most|many|few|several)$/i

/** In "a Larry Jenkins movie", the word before the noun is part of a name. */
function isPartOfName(word: string, before: string): boolean {
  return /^\p{Lu}/u.test(word) && /(?<!^|[.!?] )\b\p{Lu}\p{L}+ $/u.test(before)
}

/** Nouns that the field says it classifies: "category to which the rental car belongs". */
function headsOf(name: string, description: string): string[] {
  if (/\bmusic\b/.test(`${name} ${description}`) && !/\bevent\b/.test(description))
    return ['song', 'music', 'track', 'album']
  const own = wordsOf(`${name} ${description}`.toLowerCase())
  const nouns = own
    .filter((word) => word !== 'event' || !/\bsubcategory\b/.test(name))
    .filter((word) =>
      /^(?:car|movie|film|room|ticket|bed|vehicle|house|apartment|music|song|game|bike|ride|cab|taxi|show|event|seat|loan|card|license|licence|contract|job)s?$/.test(
        word,
      ),
    )
  const heads = [...new Set(nouns.filter((word) => !generic.test(word)).map((word) => word.replace(/s$/, '')))]
  return /\bgenre\b/.test(name) && heads.length > 0 ? [...heads, 'genre'] : heads
}

/** Reads what money was spent on: "spent on groceries". */
export function readExpense(text: string): string | undefined {
  const found =
    /\b(?:spen[dt]|spending)\b(?: (?:any|some|more|less|that|so|money|much|¤+))* (?:on|in|for) (?:my |the |some )?(\p{Ll}+(?: (?!lower|higher|more|less|last|this|so|over)\p{Ll}+)?)(?=\s*(?:$|[.,?!¤]|\b(?:last|this|during|in|over|lower|higher|more|less|since|than|for|so|between|from|over|yesterday|today|\d)))/u.exec(
      text,
    )?.[1]
  return found && !wordsOf(found).some((word) => isFunctionWord(word)) ? found : undefined
}
