import { translateVerb } from '../russian/glossary.ts'
import { wordsOf } from '../words.ts'
import { isRoom } from './rooms.ts'

/** Phrases that stand for a request without its verb, and that verb. */
const elliptic: readonly (readonly [phrase: RegExp, verb: string])[] = [
  [/(?<!\p{L})(?:следующ|предыдущ)\p{L}+ (?:тр[еэ]к|песн|композици|мелоди|запис)\p{L}*/iu, 'включи'],
  [/(?<!\p{L})на паузу(?!\p{L})/iu, 'поставь'],
  [/(?<!\p{L})с паузы(?!\p{L})/iu, 'сними'],
  [/^(?:громкость|яркость|температур[ау])(?!\p{L}).* (?:на |до )?\d+/iu, 'установи'],
]

/** Adds the verb that a Russian request leaves out: "следующий трек на кухне", "колонку на паузу". */
export function completeRussianRequest(text: string): string {
  if (/[?,.;]\s*\p{L}|\?\s*$/u.test(text) || wordsOf(text).some((word) => translateVerb(word) !== undefined))
    return text
  if (wordsOf(text).length > 6 || /(?<!\p{L})(?:не|уже|был[аи]?|это)(?!\p{L})/iu.test(text)) return text
  const verb = elliptic.find(([phrase]) => phrase.test(text))?.[1]
  if (verb === undefined) return text
  // "Кухне на паузу": the room comes in the dative.
  const [, room = '', rest = ''] = /^(\p{L}+) (на паузу|с паузы)$/iu.exec(text.trim()) ?? []
  return isRoom(room) ? `${verb} ${rest} в ${room}` : `${verb} ${text}`
}
