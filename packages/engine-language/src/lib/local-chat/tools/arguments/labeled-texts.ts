import type { Field } from '../../extraction/field.ts'
import { escapeRegExp } from '../../words.ts'

/** Text in quotation marks. */
export const quoted = /["“]([^"”\n]{2,})["”]|(?<![\p{L}\p{N}])['‘]([^'’\n]{2,})['’](?![\p{L}\p{N}])/gu

/** A quotation right after a word of the name: "with title 'David'". */
export function readLabeledQuote(field: Field, fields: readonly Field[], text: string): string | undefined {
  const head = escapeRegExp(isOnlyHead(field, fields) ? headOf(field) : field.name)
  const found = new RegExp(
    String.raw`(?<!\p{L})${head}(?: is| of| named| called|:)? (?:["“]([^"”\n]+)["”]|['‘]([^'’\n]+)['’](?!\p{L}))`,
    'iu',
  ).exec(text)
  return found?.[1] ?? found?.[2]
}

const headOf = ({ name }: Field): string => name.split(' ').at(-1) ?? name
const isOnlyHead = (field: Field, fields: readonly Field[]): boolean =>
  fields.every((other) => other === field || headOf(other) !== headOf(field))

/** A code after its label: "ID rs6034464", "order number A-17". */
export function readLabeledCode(field: Field, fields: readonly Field[], text: string): string | undefined {
  const head = headOf(field)
  if (!/^(?:id|number|code|key|no|sku|symbol)$/.test(head)) return undefined
  const label = isOnlyHead(field, fields) ? head : field.name
  const codes = [
    ...text.matchAll(
      new RegExp(
        String.raw`(?<!\p{L})${escapeRegExp(label)}(?: is| of|:)? ?#?([\p{L}\p{N}_-]*\d[\p{L}\p{N}_-]*)`,
        'giu',
      ),
    ),
  ]
  return codes.length === 1 ? codes[0]?.[1] : undefined
}
