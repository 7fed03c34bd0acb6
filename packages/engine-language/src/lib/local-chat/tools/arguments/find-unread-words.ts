import { typesOf } from '../../json/json-schema.ts'
import { isFunctionWord, stemOf, wordsOf } from '../../words.ts'
import { isRequestVerb } from '../change-verbs.ts'
import type { LocalTool } from '../local-tool.ts'

/** Last phrase of a question that says how or in what: "… in red", "… using the Darwin model". */
const manner = /\b(?:in|as|by|using|with) (?:the |an? )?((?:\p{L}+ )?\p{L}+)(?=\s*(?:[.?!,]|$))/giu

/**
 * Finds the words of a manner that neither the tool nor its arguments account for, if an optional text or option of the tool is open:
 * each may be its value.
 */
export function findUnreadWords(tool: LocalTool, text: string, value: Readonly<Record<string, unknown>>): string[] {
  if (tool.change !== undefined || !hasOpenOption(tool, value)) return []
  const said = JSON.stringify(Object.values(value)).toLowerCase()
  return [...text.matchAll(manner), ...text.matchAll(preferred)]
    .flatMap(([, phrase = '']) => wordsOf(phrase))
    .filter((word) => {
      const stem = stemOf(word)
      const isUsed =
        isRequestVerb(stem) || said.includes(stem) || said.includes(word.toLowerCase()) || regions.test(word)
      return !isFunctionWord(word) && !isUsed && !tool.nameStems.has(stem) && !tool.otherStems.has(stem)
    })
}

/** "I would prefer something international." */
const preferred =
  /\b(?:prefer|rather have|looking for|in the mood for) (?:something|one|ones|it|them)(?: to be| that is| which is)? (\p{Ll}+)(?=\s*(?:[.?!,]|$))/giu

/** "In the Chicago area": the place is named before. */
const regions = /^(?:area|city|region|town|neighborhood|district|county|state|country)$/i

/** Returns whether a request that fills no parameter says more than what the tool is for: "a song? I enjoy country music". */
export function saysMore(tool: LocalTool, text: string, value: Readonly<Record<string, unknown>>): boolean {
  const { properties = {} } = tool.document.root
  const isFilled = Object.entries(value).some(([name, one]) => {
    const schema = properties[name]
    return typeof schema === 'object' && one !== schema.default
  })
  if (tool.change !== undefined || isFilled || Object.keys(properties).length === 0) return false
  return wordsOf(text).some((word) => {
    const stem = stemOf(word)
    const isOwn = tool.nameStems.has(stem) || tool.otherStems.has(stem)
    return (
      !isOwn &&
      !isFunctionWord(word) &&
      !isRequestVerb(word.toLowerCase()) &&
      !isRequestVerb(stem) &&
      !courtesy.has(stem)
    )
  })
}

/** Words of a request that ask for nothing of their own: "a good movie to watch". */
const courtesy = new Set(
  `hi hello hey thanks thank great good nice ok okay well today tonight currently available there watch listen hear see read visit eat go
  some something anything interesting interested mood hope help look try love online favorite`
    .split(/\s+/)
    .map(stemOf),
)

function hasOpenOption({ document: { root } }: LocalTool, value: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(root.properties ?? {}).some(([name, schema]) => {
    const isText = typeof schema === 'object' && typesOf(schema).includes('string')
    return isText && (value[name] === undefined || value[name] === schema.default)
  })
}
