import { splitList } from '../extraction/find-items.ts'
import type { Skill } from './skill.ts'
import { splitRequest } from './split-request.ts'

type Change = (items: string[], instruction: string) => string[]

const collator = /* @__PURE__ */ new Intl.Collator('en', { sensitivity: 'base' })

/** List operations; the first one that the request names is applied. */
const changes: readonly (readonly [RegExp, string, Change])[] = [
  [
    /\b(?:sort|order|arrange|rank|put)\b.*\b(?:by|length|shortest|longest)\b.*\b(?:length|shortest|longest)\b/i,
    'sorted by length',
    (items, said) =>
      withDirection(
        items.toSorted((a, b) => a.length - b.length),
        /\blongest\b.*\bfirst|descending|longest to/i.test(said),
      ),
  ],
  [
    /\b(?:sort|(?<!\b(?:an?|the|my|your|our|this|that|for|of) )order|arrange|rank|alphabeti[sz]e|alphabetical(?:ly)?)\b/i,
    'sorted',
    sortItems,
  ],
  [/\breverse\b/i, 'reversed', (items) => items.toReversed()],
  [
    /\b(?:duplicates?|dedupe|deduplicate|unique|distinct)\b/i,
    'without repetition',
    (items) => [...new Map(items.map((item) => [item.toLowerCase(), item])).values()],
  ],
  [/\b(?:longest)\b/i, 'the longest', (items) => items.toSorted((a, b) => b.length - a.length).slice(0, 1)],
  [/\b(?:shortest)\b/i, 'the shortest', (items) => items.toSorted((a, b) => a.length - b.length).slice(0, 1)],
  [/\b(?:largest|biggest|highest|greatest|maximum|max)\b/i, 'the largest', (items) => byNumber(items).slice(-1)],
  [/\b(?:smallest|lowest|least|minimum|min)\b/i, 'the smallest', (items) => byNumber(items).slice(0, 1)],
  [
    /\b(?:first|last) (?:item|word|element|one|number|name)\b/i,
    'picked',
    (items, said) => (/\blast\b/i.test(said) ? items.slice(-1) : items.slice(0, 1)),
  ],
  [
    /\b(?:bullet|bulleted|numbered|comma[- ]separated|csv|as a list|into a list|one per line)\b/i,
    'formatted',
    (items) => items,
  ],
]

/** Sorts, reverses, filters and formats lists. */
export const lists: Skill = {
  name: 'lists',
  readsLongText: true,
  answer({ text }) {
    const { instruction, data } = splitRequest(text)
    const change = changes.find(([asked]) => asked.test(instruction))
    if (!change) return undefined
    const source =
      data ??
      instruction.match(
        /\b(?:words?|numbers?|items?|names?|list|of|from|following|these|sort|reverse|arrange|order|between|among|is)\s+((?:["'“]?[\p{L}\p{N}.$-]+["'”]?(?:,? (?:and|or) |,\s*)){1,}["'“]?[\p{L}\p{N}.$-]+["'”]?)/iu,
      )?.[1]
    const items = source
      ? splitList(
          source
            .replace(/^(?:the )?(?:words?|numbers?|list|items?|names?)\s+/i, '')
            .replace(
              /\b(?:in|from|by) (?:alphabetical|ascending|descending|reverse|numerical|increasing|decreasing)\b.*$/i,
              '',
            ),
        )
      : []
    if (items.length < 2) return undefined
    // "The longest word in: I like cats and dogs" is about the words of a sentence, not about its two parts.
    if (/\bwords?\b/i.test(instruction) && items.some((item) => /\s/.test(item))) return undefined
    const result = change[2](items, instruction)
    const plain = result.join(', ')
    return {
      text: format(result, instruction),
      brief: plain,
      value: result.length === 1 ? result[0] : result,
      score: 0.93,
      how: `${items.length} items, ${change[1]}`,
    }
  },
}

function format(items: readonly string[], instruction: string): string {
  if (/\bnumbered\b/i.test(instruction)) return items.map((item, index) => `${index + 1}. ${item}`).join('\n')
  if (/\b(?:bullet|bulleted)\b/i.test(instruction)) return items.map((item) => `- ${item}`).join('\n')
  if (/\b(?:one per line|separate lines|new lines?)\b/i.test(instruction)) return items.join('\n')
  return items.join(', ')
}

function sortItems(items: string[], instruction: string): string[] {
  const isNumeric = items.every((item) => !Number.isNaN(toNumber(item)))
  const sorted = isNumeric ? byNumber(items) : items.toSorted(collator.compare)
  return withDirection(
    sorted,
    /\b(?:descending|reverse|largest (?:first|to)|highest (?:first|to)|biggest (?:first|to)|z to a|z-a|high to low|decreasing)\b/i.test(
      instruction,
    ),
  )
}

function byNumber(items: readonly string[]): string[] {
  return items.toSorted((a, b) => toNumber(a) - toNumber(b))
}

function toNumber(item: string): number {
  return Number(item.replace(/[$€£,%]/g, ''))
}

function withDirection(items: string[], isDescending: boolean): string[] {
  return isDescending ? items.toReversed() : items
}
