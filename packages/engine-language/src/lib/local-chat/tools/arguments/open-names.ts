import { type Field, hasOwnForm, kindsOf } from '../../extraction/field.ts'
import { isFunctionWord, quoted, stemOf, wordsOf } from '../../words.ts'
import type { LocalTool } from '../local-tool.ts'
import { isOfDate } from './doubtful-texts.ts'
import { capitalized, isReadElsewhere, withoutStop } from './paired-names.ts'

/** Message, and the texts that belong to parameters already. */
export interface Reading {
  readonly text: string
  readonly used: readonly string[]
}

/** Names in capital letters: one after "in" or "near" for the only place, and the only other one for the only other text. */
export function readNames(tool: LocalTool, open: readonly Field[], { text, used }: Reading): [Field, string][] {
  const isOwn = (name: string) =>
    wordsOf(name).every(
      (word) => tool.nameStems.has(stemOf(word)) || tool.otherStems.has(stemOf(word)) || isFunctionWord(word),
    )
  const bare = text.replace(quoted, (one) => '_'.repeat(one.length))
  const names = [...bare.matchAll(capitalized)].flatMap((match) => {
    const name = withoutStop(match[0].split(/(?<=\p{Lu}\.)\s(?=\p{Lu}\p{Ll})/u)[0] ?? '').replace(/['’]s$/, '')
    const isStart = /(?:^|[.?!\n]\s*)$/.test(bare.slice(0, match.index))
    if (isStart && !name.includes(' ')) return []
    const plain = isStart ? name.replace(/^\S+ /, '') : name
    return isOwn(plain) || isOfDate(plain, bare) || used.some((one) => one.includes(plain) || plain.includes(one))
      ? []
      : [{ name: plain, before: bare.slice(0, match.index) }]
  })
  const fits = ({ name }: Field) =>
    !isReadElsewhere(name) &&
    !/\b(?:id|code|number|type|format|unit|units|query|message|text|body|content|address|genre|category)\b/.test(name)
  const isPlace = (field: Field) => kindsOf(field)[0] === 'place'
  const places = open.filter((field) => isPlace(field) && fits(field))
  const others = open.filter((field) => !isPlace(field) && fits(field) && !hasOwnForm(field))
  const placed = names.filter(({ before }) => /\b(?:in|near|at|around|within|for|of)(?: the)? $/i.test(before))
  const rest = names.filter((one) => places.length === 0 || !placed.includes(one))
  const found: [Field, string][] = []
  if (
    places.length === 1 &&
    placed.length === 1 &&
    places[0] &&
    (others.length === 0 || rest.length > 0 || /\b(?:in|near)(?: the)? $/i.test(placed[0]?.before ?? ''))
  )
    found.push([places[0], placed[0]?.name ?? ''])
  if (others.length === 1 && rest.length === 1 && others[0] && names.length <= 2)
    found.push([others[0], rest[0]?.name ?? ''])
  return found
}
