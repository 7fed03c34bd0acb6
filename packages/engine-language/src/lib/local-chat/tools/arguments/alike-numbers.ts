import type { MeasuredNumber } from './measured-numbers.ts'
import { isYearSlot, type Slot, valueFor } from './number-slots.ts'

/** Groups of parameters that are alike, each with as many numbers in one enumeration: "charges of 5 and 7", "from 1960 to 2000". */
export function alikeRuns(
  slots: readonly Slot[],
  numbers: readonly MeasuredNumber[],
  text: string,
): [Slot[], MeasuredNumber[]][] {
  const families = [...new Set(slots.filter(({ family, words }) => family !== words).map(({ family }) => family))]
  const groups = families
    .map((family) => slots.filter((slot) => slot.family === family))
    .filter((group) => group.length > 1)
  const runs: MeasuredNumber[][] = []
  for (const number of numbers) {
    const last = runs.at(-1)
    const before = last?.at(-1)
    const isNext =
      before !== undefined &&
      /^\s*(?:\p{L}+\s*)?(?:,|,? and|to|through|until|by|x|-|–)\s*(?:the year |year )?$/u.test(
        text.slice(before.end, number.start),
      ) &&
      before.isYear === number.isYear
    if (last && isNext) last.push(number)
    else runs.push([number])
  }
  return groups.flatMap((group) => {
    const fitting = runs.filter(
      (run) =>
        run.length === group.length &&
        group.every(
          (slot, index) =>
            isYearSlot(slot) === run[index]?.isYear && valueFor(slot, run[index] as MeasuredNumber) !== undefined,
        ),
    )
    // "2 moles at 300 K and 3 moles at 400 K": only one kind of parameter takes the unit.
    const measured = numbers.filter(
      (number) => number.unit !== undefined && group.every(({ units }) => units.includes(number.unit ?? '')),
    )
    const isOwn =
      measured.length === group.length &&
      slots.every((slot) => group.includes(slot) || measured.every(({ unit = '' }) => !slot.units.includes(unit)))
    const [run] = fitting
    if (isOwn) return [[group, measured] as [Slot[], MeasuredNumber[]]]
    return run && fitting.length === 1 ? [[group, run] as [Slot[], MeasuredNumber[]]] : []
  })
}
