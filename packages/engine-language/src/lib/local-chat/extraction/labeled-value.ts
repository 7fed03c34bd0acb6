import { escapeRegExp, isFunctionWord } from '../words.ts'
import { type Field, kindsOf } from './field.ts'

/** End of a labeled value: a line break, the end of a clause, or the next label. */
const valueEnd = String.raw`(?=\s{0,20}(?:\n|;|,|\.(?:\s|$)|[!?](?:\s|$)|\s(?:and|with|but)\s|\s(?:for|on|at) \d|\s[\p{L} ]{2,20}[:=]|$))`

const plainValue = new RegExp(`^(.{1,500}?)${valueEnd}`, 'u')

/** Finds a value that the text labels with the name of the field: `Name: Ann`, `the price is 20`, `called Rex`. */
export function findLabeledValue(text: string, field: Field): string | undefined {
  const names = [...new Set([field.longName, field.name, ...aliasesOf(field)])].filter((name) => name.length > 1)
  for (const name of names) {
    if (!mentions(text, name) || (name !== field.name && isOfSpeaker(text, field))) continue
    const label = escapeRegExp(name).replaceAll(' ', '[ _-]?')
    const sign = new RegExp(
      String.raw`(?<![\p{L}\p{N}])"?${label}s?"?\s{0,20}(?:\([^)\n]{0,100}\))?\s{0,20}[:=]\s*`,
      'iu',
    )
    const verb = new RegExp(
      String.raw`(?<![\p{L}\p{N}])${label}\s+(?:is|are|was|will be|should be|must be|set to|as)\s+`,
      'iu',
    )
    const value = takeValue(text, sign) ?? takeValue(text, verb)
    if (value !== undefined) return value
  }
  return findValueBeside(text, names)
}

const nameRun = String.raw`\p{Lu}[\p{L}\p{N}'’.-]*(?: (?:(?:of|the|and|de) )?\p{Lu}[\p{L}\p{N}'’-]*){0,4}`
const kindNames = /^(?:type|kind|category|genre|style|cuisine)$/
/** `a film of the love story type`, `Burrito type food`, `a Country song`. */
const kindPatterns: readonly RegExp[] = [
  /\bof the ([\p{L}' -]{2,30}?) (?:type|kind|category|genre)\b/u,
  /(\p{Lu}[\p{L}-]*) (?:type|kind|style) (?:of )?(?:food|restaurant|place|music|movie|film)s?\b/u,
  /(?<=(?:^|\s)\p{Ll}+ )(?<!\band )(\p{Lu}\p{Ll}[\p{L}-]*) (?:songs?|music|movies?|films?|food)\b/u,
]

/** Finds a name beside a label without a verb between them: `Ann Lee as the director`, `the album High Hopes`. */
function findValueBeside(text: string, names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = kindNames.test(name.split(' ').at(-1) ?? '')
      ? kindPatterns
          .slice(0, /\btype$/.test(name) ? 2 : undefined)
          .map((pattern) => pattern.exec(text))
          .find(Boolean)
      : undefined
    const kind = found?.[1] !== undefined && isFunctionWord(found[1]) ? undefined : found?.[1]
    const value = kind ?? (mentions(text, name) ? findBesideName(text, escapeRegExp(name)) : undefined)
    if (value !== undefined) return value
  }
  return undefined
}

function findBesideName(text: string, label: string): string | undefined {
  const article = '(?:the|their|his|her|its|my|our|a|an)'
  const before = new RegExp(
    String.raw`(?:["'“]([^"'”\n]+)["'”]|(${nameRun})|\b(?:has|have|with|use|using) (\p{L}+)) as ${article} ${label}\b`,
    'u',
  ).exec(text)
  const after = new RegExp(String.raw`\b(?:[Tt]he|[Mm]y|by|from the) ${label} (${nameRun})`, 'u').exec(text)
  const album =
    label === 'album' ? new RegExp(String.raw`\b(?:[Tt]he|from|on) (${nameRun}) album\b`, 'u').exec(text) : null
  return [...(before?.slice(1) ?? []), album?.[1], after?.[1]?.replace(/\.$/, '')].find((value) => value !== undefined)
}

/**
 * Returns whether the words of a name are in a text, in any place. Most names of a large schema are not, and compiling
 * patterns for them would take longer than all else.
 */
function mentions(text: string, name: string): boolean {
  const folded = foldCase(text)
  return name.split(' ').every((word) => folded.includes(foldCase(word)))
}

/** Folds to upper case first, as a few letters have no lower case of their own: `ſ` matches `s` in a pattern. */
function foldCase(text: string): string {
  return text.toUpperCase().toLowerCase()
}

/** "My name is Ann" names a person, not a company or a thing. */
function isOfSpeaker(text: string, field: Field): boolean {
  return /\bmy name\b/i.test(text) && kindsOf(field)[0] !== 'person'
}

function aliasesOf({ name }: Field): string[] {
  if (/\b(?:name|title)$/.test(name)) return [name.replace(/^.* /, '')]
  return []
}

function takeValue(text: string, label: RegExp): string | undefined {
  const found = label.exec(text)
  if (!found) return undefined
  const rest = text.slice(found.index + found[0].length)
  const quoted = rest.match(/^["'“`]([^"'”`\n]+)["'”`]/)?.[1]
  const plain = rest.match(plainValue)?.[1]
  const value = (quoted ?? plain)?.trim()
  // A type in a template ("name": string) is not a value.
  return value && !/^(?:string|number|integer|boolean|null|array|object|\.{3}|<[^>]*>|required|optional)$/i.test(value)
    ? value
    : undefined
}

/** Finds a name introduced by a verb: `a dog called Rex`, `the file named notes.txt`. */
export function findGivenName(text: string): string | undefined {
  const found = text.match(
    /\b(?:called|named|titled|entitled|name is|name's)\s+(?:["'“]([^"'”\n]+)["'”]|([\p{L}\p{N}][\p{L}\p{N}_.'’-]*(?: (?:(?:of|the|and|for|in) )*\p{Lu}[\p{L}\p{N}'’-]*)*))/u,
  )
  return (found?.[1] ?? found?.[2])?.replace(/[.,]$/, '')
}
