import { type Field, kindsOf } from '../../extraction/field.ts'
import { isNumeric } from '../../json/json-schema.ts'
import { readQuotations } from '../../words.ts'
import { freeTexts, type LocalTool } from '../local-tool.ts'
import { readObject } from './asked-object.ts'
import {
  readCount,
  readIpAddress,
  readLabeledCode,
  readLabeledName,
  readLabeledQuote,
  readPriceRange,
  readTicker,
  readType,
  withoutInnerStop,
} from './labeled-texts.ts'
import { findMeasuredNumbers, maxRead, unitsIn } from './measured-numbers.ts'
import { type Reading, readNames } from './open-names.ts'
import { readCityAndRegion, readCurrencies, readPair } from './paired-names.ts'
import { readChoices, readListed } from './stated-options.ts'

/** Reads the texts of the parameters that the message states beyond doubt, by property. */
export function readTexts(tool: LocalTool, message: string): ReadonlyMap<string, string> {
  const text = message.slice(0, maxRead)
  const fields = freeTexts(tool)
  const values = new Map<string, string>()
  const open = () => fields.filter(({ path }) => !values.has(path))
  const give = (field: Field, said: string | undefined): void => {
    if (said !== undefined) values.set(field.path, said)
  }
  for (const field of fields)
    give(
      field,
      readListed(field, text) ??
        readLabeledQuote(field, fields, text) ??
        readLabeledCode(field, fields, text) ??
        readTicker(field, text) ??
        readIpAddress(field, text) ??
        readPriceRange(field, text) ??
        readType(field, tool, text) ??
        readCount(field, text) ??
        readLabeledName(field, fields, text),
    )
  for (const [name, said] of readChoices(tool, text)) values.set(name, said)
  for (const field of open()) give(field, readUnit(tool, field, text))
  for (const read of [readCurrencies, readPair, readCityAndRegion])
    for (const [field, said] of read(open(), text)) give(field, said)
  const required = () => open().filter(({ isRequired }) => isRequired)
  for (const [field, said] of readNames(tool, required(), { text, used: [...values.values()] })) give(field, said)
  const [only, ...others] = required()
  if (only && others.length === 0) give(only, readLast(tool, only, { text, used: [...values.values()] }))
  return values
}

/** The only quotation, or else what the message is about, belongs to the only text that is open. */
function readLast(tool: LocalTool, field: Field, reading: Reading): string | undefined {
  const { text, used } = reading
  const [quote, ...more] = readQuotations(text).filter((one) => !used.includes(one))
  if (more.length > 0 || (quote && kindsOf(field)[0] === 'url' && !/[.:/]/.test(quote))) return undefined
  return quote === undefined ? readObject(tool, field, reading) : withoutInnerStop(field, quote)
}

/** The unit of the only kind of measured number, for a parameter that is the unit of a tool whose numbers have none of their own. */
function readUnit({ document: { root } }: LocalTool, { name }: Field, text: string): string | undefined {
  if (!/\bunits?$/.test(name) || Object.keys(root.properties ?? {}).filter((one) => /units?$/.test(one)).length > 1)
    return undefined
  const described = Object.values(root.properties ?? {}).some(
    (schema) => typeof schema === 'object' && isNumeric(schema) && unitsIn(schema.description ?? '').length > 0,
  )
  const units = [
    ...new Set(
      findMeasuredNumbers(text).flatMap(({ start, end: last, unit }) =>
        unit === undefined ? [] : text.slice(start, last).replace(/^[^\p{L}°%]+/u, ''),
      ),
    ),
  ]
  if (!described && units.length === 1) return units[0]
  const [asked, ...more] = [...text.matchAll(askedUnit)].map(([, unit]) => unit)
  return more.length === 0 ? asked : undefined
}

/** Unit of the answer: "the distance in miles". */
const askedUnit =
  /\bin (?:degrees )?(miles|kilometers|kilometres|meters|metres|feet|inches|yards|celsius|fahrenheit|kelvin|kilograms|grams|pounds|ounces|liters|litres|gallons|hours|minutes|seconds|days|km|kg|lbs?)\b/gi
