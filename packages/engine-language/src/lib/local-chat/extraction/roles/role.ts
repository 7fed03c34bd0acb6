import { isNumeric, typesOf } from '../../json/json-schema.ts'
import type { Field } from '../field.ts'

/** Kind of value that a field asks for by its name and description. */
export type RoleKind =
  | 'count'
  | 'money'
  | 'day'
  | 'time'
  | 'city'
  | 'facility'
  | 'address'
  | 'venue'
  | 'event'
  | 'person'
  | 'company'
  | 'attribute'
  | 'dish'
  | 'expense'

/** Role of a field in a message, such as the end of a stay or the sender of a parcel. */
export interface Role {
  readonly kind: RoleKind
  readonly field: Field
  /** The end of a journey, a stay or a payment; undefined for a field of neither end. */
  readonly side?: 'start' | 'end' | undefined
  /** On `count`: the group of nouns that it counts, or a pattern of its own noun. */
  readonly group?: CountGroup | string | undefined
}

/** Nouns that are counted alike. */
export type CountGroup = 'adults' | 'kids' | 'rooms' | 'days' | 'people' | 'stars' | 'tickets'

const groups: readonly (readonly [CountGroup, RegExp])[] = [
  ['adults', /\badults?\b/],
  ['kids', /\b(?:kids?|child(?:ren)?)\b/],
  ['rooms', /\b(?:bed)?rooms?\b/],
  ['days', /\b(?:days?|nights?|stay length|length of stay)\b/],
  ['tickets', /\btickets?\b/],
  ['people', /\b(?:people|persons?|guests?|travell?ers?|passengers?|party size|party|attendees|seats?|group size)\b/],
  ['stars', /\b(?:stars?|rating)\b/],
]

const money =
  /\b(?:price|cost|amount|fare|fee|budget|rent|salary|deposit|balance|sum|money|payment|refund|charge|bill)\b/
const otherKinds =
  /\b(?:phone|telephone|mobile|e ?mail|url|link|website|id|code|number|query|message|text|note|reason|status|currency|language|color|colour|comment|zip|postcode|postal|country|state|region)\b/

/** Reads the role of a field; undefined for one that these rules do not read. */
export function toRole(field: Field): Role | undefined {
  const { schema, name } = field
  const isNumber = isNumeric(schema)
  if (
    (schema.enum && !isNumber) ||
    schema.format ||
    schema.pattern ||
    !(isNumber || typesOf(schema).includes('string'))
  )
    return undefined
  const description = field.description.toLowerCase()
  const group =
    groupOf(name) ??
    (/\b(?:number|length|how many|count|quantity)\b/.test(`${name} ${description}`) ? groupOf(description) : undefined)
  if (
    group &&
    !/\b(?:date|time|price|cost|type|name)\b/.test(name) &&
    (isNumber || /number|length|days|nights|how many|rating|travell?ers|passengers/.test(`${name} ${description}`))
  )
    return { kind: 'count', field, group }
  const own = /^(?:number|num|count) of (\w+?)s?$/.exec(name)?.[1]
  if (own) return { kind: 'count', field, group: `${own}s?` }
  if (money.test(name)) return { kind: 'money', field }
  if (isNumber || otherKinds.test(name)) return undefined
  return toTextRole(field, description)
}

function groupOf(words: string): CountGroup | undefined {
  return groups.find(([, pattern]) => pattern.test(words))?.[0]
}

function toTextRole(field: Field, description: string): Role | undefined {
  const { name } = field
  const words = `${name} ${description}`
  const side = sideOf(name) ?? describedSide(description)
  if (/8601|yyyy|datetime|date and time/.test(description)) return undefined
  if (/\btime\b/.test(name) && !/\bdate\b/.test(name))
    return /\b(?:number|duration|days|minutes|hours)\b/.test(words) ? undefined : { kind: 'time', field, side }
  if (/\b(?:date|day|deadline|check ?in|check ?out)\b/.test(name)) return { kind: 'day', field, side }
  if (/\b(?:type|category|class|genre|subcategory)\b/.test(name))
    return /\b(?:expense|spending|shopping)\b/.test(words)
      ? { kind: 'expense', field }
      : {
          kind: 'attribute',
          field,
          side: /\b(?:recipient|target)\b/.test(words.replace(description, '')) ? 'end' : 'start',
        }
  if (/\bcuisine\b/.test(name)) return { kind: 'attribute', field }
  if (/\bdish\b/.test(name)) return { kind: 'dish', field }
  if (/\baddress\b/.test(name) || (/\blocation\b/.test(name) && /\b(?:address|share)\b/.test(description)))
    return { kind: 'address', field }
  if (
    /\b(?:station|airport|terminal|stop)\b/.test(name) ||
    /^(?:pick ?up|drop ?off) (?:location|place|point)$/.test(name)
  )
    return { kind: /\bcity\b/.test(description) ? 'city' : 'facility', field, side: placeSide(name) ?? side }
  if (
    /\b(?:restaurant|hotel|cafe|theat(?:er|re)|cinema|accommodation|venue|bar|shop|store)\b/.test(words) &&
    /\b(?:name|restaurant|hotel|venue|theat(?:er|re)|cinema)\b/.test(name)
  )
    return { kind: 'venue', field }
  if (/\bevent\b/.test(words) && /\bname\b/.test(name)) return { kind: 'event', field }
  if (/\b(?:city|town|location|destination|origin|area|place)\b/.test(name))
    return { kind: 'city', field, side: placeSide(name) ?? describedPlaceSide(description) }
  if (/\b(?:company|employer|merchant|shop|seller)\b/.test(name)) return { kind: 'company', field }
  if (
    /\b(?:person|recipient|artist|singer|band|performer|author|writer|composer|guest|therapist|doctor|actors?|cast|directors?|directed by|customer|contact|client|patient|driver|passenger)\b/.test(
      words,
    ) &&
    /\b(?:name|artist|singer|band|performer|author|writer|composer|actors?|cast|director|directed by|recipient|contact|customer|person|guest|therapist|doctor|client)\b/.test(
      name,
    )
  )
    return { kind: 'person', field }
  return undefined
}

function sideOf(words: string): Role['side'] {
  if (/\b(?:to|end|until|till|check ?out|drop ?off|return|due|back)\b/.test(words)) return 'end'
  return /\b(?:from|start|begin|check ?in|pick ?up|arrival|outbound|since)\b/.test(words) ? 'start' : undefined
}

/** A description has "to" and "from" in other senses as well. */
function describedSide(words: string): Role['side'] {
  if (/\b(?:end date|until|check[- ]?out|drop[- ]?off|return|departure)\b/.test(words)) return 'end'
  return /\b(?:start|begin\w*|check[- ]?in|pick[- ]?up|arrival)\b/.test(words) ? 'start' : undefined
}

function placeSide(name: string): Role['side'] {
  if (/\b(?:from|origin|departure|departing|leaving|pick ?up|depart)\b/.test(name)) return 'start'
  return /\b(?:to|arrival|arriving|going|drop ?off|destination (?:city|airport))\b/.test(name) ? 'end' : undefined
}

function describedPlaceSide(words: string): Role['side'] {
  if (/\b(?:depart\w*|leaving|origin|starts?|pick ?up)\b/.test(words)) return 'start'
  return /\b(?:going|arriv\w+|ends?)\b/.test(words) ? 'end' : undefined
}
