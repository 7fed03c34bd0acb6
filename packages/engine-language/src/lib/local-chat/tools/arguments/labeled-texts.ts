import { type Field, hasOwnForm, isPhraseField } from '../../extraction/field.ts'
import { contentStems, escapeRegExp, isFunctionWord, stemOf } from '../../words.ts'
import { isRequestVerb } from '../change-verbs.ts'
import type { LocalTool } from '../local-tool.ts'
import { capitalized, withoutStop } from './paired-names.ts'

/** Removes the stop or the comma that American typography sets inside of quotation marks; a text to send keeps its stop. */
export function withoutInnerStop(field: Field, quotation: string): string {
  return quotation.replace(isPhraseField(field) ? /,$/ : /[.,;]$/, '')
}

/** A quotation right after a word of the name: "with title 'David'". */
export function readLabeledQuote(field: Field, fields: readonly Field[], text: string): string | undefined {
  const head = escapeRegExp(isOnlyHead(field, fields) ? headOf(field) : field.name)
  const found = new RegExp(
    String.raw`(?<!\p{L})${head}(?: is| of| named| called|:)? (?:["“]([^"”\n]+)["”]|['‘]([^'’\n]+)['’](?!\p{L}))`,
    'iu',
  ).exec(text)
  const quotation = found?.[1] ?? found?.[2]
  return quotation && withoutInnerStop(field, quotation)
}

/** The only address of a computer in the message. */
export function readIpAddress({ name }: Field, text: string): string | undefined {
  const addresses = /\bip\b/.test(name) ? text.match(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)/g) : undefined
  return addresses?.length === 1 ? addresses[0] : undefined
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

/** Words before the name of who made or plays something, by what the parameter is called. */
const makers: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\b(?:artist|singer|band|performer|musician)\b/, ['by', 'sung by', 'performed by']],
  [/\b(?:author|writer|written by)\b/, ['by', 'written by']],
  [/\b(?:director|directed by)\b/, ['directed by']],
  [/\b(?:starring|cast|actors?)\b/, ['starring', 'featuring']],
]

const makerWords = ({ name }: Field): readonly string[] => makers.find(([pattern]) => pattern.test(name))?.[1] ?? []

/** A name in capitals right after the words for its parameter: "the album Halcyon", "songs by Ann Lee". */
export function readLabeledName(field: Field, fields: readonly Field[], text: string): string | undefined {
  const labels = makerWords(field)
  // "By" is of the artist or of the author if the tool takes both.
  const isShared = fields.some((other) => other !== field && makerWords(other)[0] === labels[0])
  const isLabel = !isFunctionWord(field.name) && field.name.length > 3 && !hasOwnForm(field)
  const all = [...(isLabel ? [escapeRegExp(field.name)] : []), ...(isShared ? [] : labels)]
  if (all.length === 0) return undefined
  const pattern = String.raw`(?<!\p{L})(?:${all.join('|')})(?: is| named| called|:)? (?:the )?(${capitalized.source})`
  const found = [...text.matchAll(new RegExp(pattern, 'gu'))].map(([, name = '']) => withoutStop(name))
  return found.length === 1 ? found[0] : undefined
}

/** Words before a thing that say nothing of its kind. */
const vague =
  /^(?:interesting|fun|nice|good|great|best|cool|local|upcoming|new|different|other|another|next|last|same|special|certain|specific|particular|single|given|current|own|public|cultural|available|popular|live|big|small|specified|various|several|many)$/i

/** The word before the thing whose type the parameter is: "savings" for "my savings account", an account type. */
export function readType(
  { name, description }: Field,
  { nameStems }: Pick<LocalTool, 'nameStems'>,
  text: string,
): string | undefined {
  const [, thing = ''] = /^(\p{L}+) (?:type|kind)$/u.exec(name) ?? []
  if (thing === '') return undefined
  const found = [...text.matchAll(new RegExp(String.raw`(?<![\p{L}'’-])(\p{Ll}+) ${thing}s?(?!\p{L})`, 'gu'))]
    .map(([, word = '']) => word)
    .filter((word) => {
      const isOwn = nameStems.has(stemOf(word)) || contentStems(description).has(stemOf(word))
      return !isFunctionWord(word) && (word.endsWith('ing') || !isRequestVerb(word)) && !vague.test(word) && !isOwn
    })
  return new Set(found).size === 1 ? found[0] : undefined
}

/** How dear something is, in the words of the message: "a cheap restaurant". */
export function readPriceRange({ name, schema }: Field, text: string): string | undefined {
  if (!/\bprice (?:range|level|category)$/.test(name) || schema.enum) return undefined
  const found = [...text.matchAll(/\b(?:cheap|inexpensive|affordable|moderate|expensive|pricey|upscale|high-end)\b/gi)]
  return found.length === 1 ? found[0]?.[0].toLowerCase() : undefined
}

const numbersInWords = 'one two three four five six seven eight nine ten'.split(' ')
/** Words for what a text counts, by what the parameter is called: people are adults, guests or passengers. */
const counted: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:adults|guests|people|persons|passengers|travell?ers|riders|party size|group size)\b/,
    'adults|guests|people|persons|passengers|travell?ers|riders|of us',
  ],
  [/\bseats\b/, 'seats|people|persons|of us'],
  [/\btickets\b/, 'tickets|people|persons|of us'],
  [/\brooms\b/, 'rooms'],
]

/** The number of what a text counts, in figures: "4" for "four people". */
export function readCount({ name }: Field, text: string): string | undefined {
  const things = counted.find(([pattern]) => pattern.test(name))?.[1]
  if (things === undefined) return undefined
  const pattern = new RegExp(
    String.raw`(?<![\p{L}\d.])(\d{1,3}|${numbersInWords.join('|')}) (?:${things})(?!\p{L})`,
    'giu',
  )
  const [count, ...more] = [...text.matchAll(pattern)].map(([, said = '']) => said.toLowerCase())
  if (count === undefined || more.length > 0) return undefined
  return /\d/.test(count) ? count : String(numbersInWords.indexOf(count) + 1)
}

/** A symbol of the stock exchange after a preposition: "the price of AAPL". */
export function readTicker({ name }: Field, text: string): string | undefined {
  if (!/^(?:ticker|(?:stock |ticker )?symbol)$/.test(name)) return undefined
  const symbols = [...text.matchAll(/\b(?:for|of) ([A-Z]{2,5})\b/g)]
  return symbols.length === 1 ? symbols[0]?.[1] : undefined
}
