import type { Field } from '../../extraction/field.ts'
import { escapeRegExp, isFunctionWord } from '../../words.ts'

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

/** Words that may stand between a label and its code: "CIK number is", "component UUID". */
const between = `(?: (?:ids?|uuid|number|code|identifier))?(?: is| of|:)? ?["'“‘#]?`

/** A code after its label: "ID rs6034464", "order number A-17", "component AB1010CD". */
export function readLabeledCode(field: Field, fields: readonly Field[], text: string): string | undefined {
  const head = headOf(field)
  const isCode = /^(?:id|uuid|number|code|key|no|sku|symbol)$/.test(head)
  const label = isCode && isOnlyHead(field, fields) ? head : field.name
  return onlyCode(text, label) ?? (isCode && /id$/.test(head) && isOnlyHead(field, fields) ? readId(text) : undefined)
}

function onlyCode(text: string, label: string): string | undefined {
  const pattern = String.raw`(?<!\p{L})${escapeRegExp(label)}${between}([\p{L}\p{N}_-]{3,}|\d+(?:\.\d+)*)(?!\.?[\p{L}\p{N}])`
  const codes = [...text.matchAll(new RegExp(pattern, 'giu'))].flatMap(([, code = '']) =>
    /\d|^\p{Lu}[\p{Lu}_-]{2,}$/u.test(code) ? [code] : [],
  )
  return codes.length === 1 ? codes[0] : undefined
}

/** "Project ID badae": a word in lower case is an identifier after the label in capitals. */
function readId(text: string): string | undefined {
  const ids = [...text.matchAll(/\b(?:ID|UUID)(?: is|:)? ["'“‘]?([a-z][\w-]{2,})\b/g)].flatMap(([, id = '']) =>
    isFunctionWord(id) ? [] : [id],
  )
  return ids.length === 1 ? ids[0] : undefined
}

/** A symbol of the stock exchange after a preposition: "the price of AAPL". */
export function readTicker({ name }: Field, text: string): string | undefined {
  if (!/^(?:ticker|(?:stock |ticker )?symbol)$/.test(name)) return undefined
  const symbols = [...text.matchAll(/\b(?:for|of) ([A-Z]{2,5})\b/g)]
  return symbols.length === 1 ? symbols[0]?.[1] : undefined
}
