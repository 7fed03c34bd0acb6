import { contentStems, isFunctionWord, stemOf, wordsOf } from '../words.ts'
import type { Field } from './field.ts'

const negation =
  /^(?:no|not|never|without|isn't|isnt|don't|dont|doesn't|won't|can't|cannot|aren't|wasn't|non|disable|disabled|exclude|excluding|off|neither|skip)$/i
const auxiliary = new Set(
  ['is', 'has', 'include', 'should', 'enable', 'use', 'with', 'allow', 'can', 'want', 'need'].map(stemOf),
)

/** Words of a name that a text may leave out: "vegetarian" says enough of `has_vegetarian_options`. */
const generic = new Set(
  'option visibility available friendly mode status service flag only required preferred data detail information'
    .split(' ')
    .map(stemOf),
)

/** Returns whether a text affirms (`true`) or denies (`false`) what the field is named after; undefined if neither. */
export function readBoolean({ name, description, schema }: Field, text: string): boolean | undefined {
  if (/^(?:is )?(?:on|enabled|active|power|state)$/.test(name)) return readSwitch(text)
  const topic = new Set(
    wordsOf(name)
      .filter((word) => !isFunctionWord(word))
      .map(stemOf)
      .filter((stem) => !auxiliary.has(stem)),
  )
  const described = contentStems(description)
  const words = wordsOf(text)
  const said = new Set(words.map(stemOf))
  const isNamed = [...topic].every((stem) => generic.has(stem) || said.has(stem))
  const hits = isNamed ? words.flatMap((word, index) => (topic.has(stemOf(word)) ? [index] : [])) : []
  const weak = words.flatMap((word, index) => (described.has(stemOf(word)) ? [index] : []))
  const at = hits[0] ?? (weak.length >= 2 && !('default' in schema) ? weak[0] : undefined)
  if (at === undefined) return undefined
  const around = [
    ...words.slice(Math.max(0, at - 4), at),
    ...words.slice(at + 1, at + 3).filter((word) => /^(?:off|disabled|no|false)$/i.test(word)),
  ]
  return !around.some((word) => negation.test(word))
}

/** Parses on/off commands: "turn it on", "switch off", "enable". */
function readSwitch(text: string): boolean | undefined {
  if (/\b(?:turn|switch|shut|power)(?:ed)?\b[^.!?]{0,100}\boff\b|\b(?:disable|deactivate|stop)\b/i.test(text))
    return false
  return /\b(?:turn|switch|power)(?:ed)?\b[^.!?]{0,100}\bon\b|\b(?:enable|activate|start)\b/i.test(text)
    ? true
    : undefined
}
