import { type JsonSchema, typesOf } from '../../json/json-schema.ts'
import { isFunctionWord, splitIdentifier, stemOf, wordsOf } from '../../words.ts'
import { convertTo, type MeasuredNumber, unitsIn } from './measured-numbers.ts'

/** Parameter for a number. */
export interface Slot {
  readonly name: string
  readonly words: string
  readonly schema: JsonSchema
  readonly isRequired: boolean
  readonly nameStems: readonly string[]
  readonly descriptionStems: ReadonlySet<string>
  readonly units: readonly string[]
  /** Name without the ordinal or letter that distinguishes it: `charge1` and `charge2` have the family `charge`. */
  readonly family: string
}

const mark =
  /(?:^|\s)(?:first|second|third|one|two|three|start(?:ing)?|end(?:ing)?|from|to|min(?:imum)?|max(?:imum)?|lower|upper|initial|final|[a-d]|[xyz]|[nm])(?=\s|$)|\s?\d+$/g

const generic = /^(?:number|num|value|amount|total|count|integer|float|specific|given|desired|size|calculate|used)$/i

/** Creates the slot of a property. */
export function toSlot(name: string, schema: JsonSchema, required: readonly string[]): Slot {
  const words = splitIdentifier(name)
  const description = (schema.description ?? '').replace(
    /\b(?:default|optional|if not|for example|e\.g\.?|such as)\b.*$/is,
    '',
  )
  return {
    name,
    words,
    schema,
    isRequired: required.includes(name),
    nameStems: wordsOf(words.replace(/\d+/g, ''))
      .filter((word) => word.length > 1 && !isFunctionWord(word) && !generic.test(word))
      .map(stemOf),
    descriptionStems: new Set(
      wordsOf(description)
        .filter((word) => !isFunctionWord(word) && !generic.test(word))
        .map(stemOf),
    ),
    units: unitsIn(`${description} ${name.replaceAll('_', ' ')}`),
    family: words.replace(mark, '').trim(),
  }
}

/** Returns whether a parameter is a year of the calendar. */
export const isYearSlot = ({ words }: Pick<Slot, 'words'>): boolean => /\byear$/.test(words)

/** Returns a number as the parameter takes it; undefined if it cannot be its value. */
export function valueFor({ schema, units, words }: Slot, number: MeasuredNumber): number | undefined {
  const own = convertTo(units, number)
  if (own === undefined || (isYearSlot({ words }) && !number.isYear)) return undefined
  const isWhole = typesOf(schema).includes('integer')
  // "5 %" as a fraction, unless the parameter is in percent.
  const isPercent =
    number.unit === '%' &&
    !isWhole &&
    (!/percent|%/i.test(`${schema.description} ${words}`) || /decimal|\b0\.\d/i.test(schema.description ?? ''))
  const value = isPercent ? Number((own / 100).toPrecision(12)) : own
  const isAllowed = !schema.enum || schema.enum.includes(value)
  return !isAllowed || (isWhole && !Number.isInteger(value)) ? undefined : value
}
