import { escapeRegExp, isFunctionWord, stemOf, wordsOf } from '../../words.ts'
import type { MeasuredNumber } from './measured-numbers.ts'
import { isYearSlot, type Slot, valueFor } from './number-slots.ts'

/** Returns how strongly the words and the unit beside a number speak for a parameter; 0 if it cannot be its value. */
export function scoreNumber(
  slot: Slot,
  number: MeasuredNumber,
  { text, numbers }: { readonly text: string; readonly numbers: readonly MeasuredNumber[] },
): number {
  if (valueFor(slot, number) === undefined) return 0
  if (number.ordinalOf !== undefined) return slot.nameStems.includes(stemOf(number.ordinalOf)) ? 3 : 0
  const index = numbers.indexOf(number)
  const before =
    text
      .slice(numbers[index - 1]?.end ?? 0, number.start)
      .split(/[.;?!]\s|\n/)
      .at(-1) ?? ''
  const after = text.slice(number.end, numbers[index + 1]?.start).split(/[.,;?!](?:\s|$)|\n/)[0] ?? ''
  const ahead = cue(slot, wordsOf(before).toReversed(), 5)
  const behind = cue(slot, wordsOf(after.replace(/\b(?:in|of|with|and|at|for|from|to|by|on|is|or)\b.*$/is, '')), 2)
  const unit = number.unit !== undefined && slot.units.includes(number.unit) ? 1.2 : 0
  if (isLabeled(slot, before)) return 4
  if (isYearSlot(slot))
    return number.isYear && /\b(?:in|for|of|from|since|year|by|during|until|season)\s*$/i.test(before)
      ? 3
      : number.isYear
        ? 1.3
        : 0
  const total = Math.max(ahead, behind) + unit
  return number.isYear && total < 2 ? 0 : total
}

/** "a=2", "the radius is 4": the whole name right before the number. */
function isLabeled({ words }: Slot, before: string): boolean {
  return new RegExp(
    String.raw`(?<![\p{L}\p{N}])${escapeRegExp(words)}\s*(?:=|:|\b(?:is|of|equals?|equal to|being|at)\b)?\s*[$€£]?$`,
    'iu',
  ).test(before)
}

/** How strongly the nearest words name the parameter. */
function cue({ nameStems, descriptionStems }: Slot, nearest: readonly string[], reach: number): number {
  const content = nearest
    .filter((one) => !isFunctionWord(one))
    .slice(0, reach)
    .map(stemOf)
  const scores = content.map((stem, index) =>
    nameStems.includes(stem) ? 2.4 - 0.3 * index : descriptionStems.has(stem) ? 1.3 - 0.25 * index : 0,
  )
  const named = nameStems.filter((stem) => content.includes(stem)).length
  return Math.max(0, ...scores) + 0.3 * Math.max(0, named - 1)
}
