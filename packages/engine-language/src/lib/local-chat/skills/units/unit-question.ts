import type { QuantityPart } from './convert.ts'

/** Unit that a question names. */
export interface UnitMention {
  /** Amount before the unit; undefined if there is none. */
  readonly amount: string | undefined
  /** Whether the amount is an article: "an hour". */
  readonly isArticle?: boolean
  readonly name: string
  readonly start: number
  readonly end: number
}

/** Question about units: a quantity and the unit to convert it to. */
export interface UnitQuestion {
  readonly parts: readonly QuantityPart[]
  /** Quantity and unit in the words of the question. */
  readonly from: string
  readonly to: string
  readonly target: string
  /** Whether the question names no amount: "how do I convert feet to miles". The quantity is then one unit. */
  readonly isRate: boolean
}

/** Joins the parts of one quantity, such as "6 ft 2 in" and "5 pounds and 3 ounces". */
export function groupMentions(said: string, mentions: readonly UnitMention[]): UnitMention[][] {
  const groups: UnitMention[][] = []
  for (const mention of mentions) {
    const before = groups.at(-1)?.at(-1)
    const gap = before && said.slice(before.end, mention.start)
    const isPart = before?.amount && mention.amount && !mention.isArticle && /^,? ?(?:(?:and|и) )?$/.test(gap ?? '-')
    if (isPart) groups.at(-1)?.push(mention)
    else groups.push([mention])
  }
  return groups
}

/** Quantity, the unit to convert it to, and how a language names units. */
export interface UnitQuestionSource {
  readonly from: readonly UnitMention[]
  readonly to: readonly UnitMention[]
  readonly isRate: boolean
  /** Returns the mathjs unit of a name. */
  readonly unitNamed: (name: string) => string | undefined
}

/** Creates a question; undefined if a unit is unknown or the target is more than one. */
export function toUnitQuestion({ from, to, isRate, unitNamed }: UnitQuestionSource): UnitQuestion | undefined {
  const [wanted] = to
  const target = unitNamed(wanted?.name ?? '')
  const parts = from.flatMap(({ amount = '1', name }): QuantityPart[] => {
    const unit = unitNamed(name)
    return unit ? [{ amount, unit }] : []
  })
  if (!wanted || !target || to.length > 1 || parts.length < from.length) return undefined
  const said = from.map(({ amount = '1', name }) => `${amount.replace(/[()]/g, '')} ${name}`).join(' ')
  return { parts, from: isRate ? (from[0]?.name ?? '') : said, to: wanted.name, target, isRate }
}
