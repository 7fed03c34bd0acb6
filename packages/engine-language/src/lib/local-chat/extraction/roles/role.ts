import { isNumeric, typesOf } from '../../json/json-schema.ts'
import type { Field } from '../field.ts'
import { describedPlaceSide, describedSide, isDeparture, isJourneyEnd, placeSide, sideOf } from './role-side.ts'

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
  | 'provider'
  | 'airline'
  | 'fare'
  | 'destination'
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
  [
    'people',
    /\b(?:people|persons?|guests?|travell?ers?|passengers?|riders?|party size|party|attendees|seats?|group size)\b/,
  ],
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
    groupOf(/\b(?:people|persons|guests)\b/.test(description) ? name.replace(/\badults\b/, 'people') : name) ??
    (/\b(?:number|length|how many|count|quantity)\b/.test(`${name} ${description}`) ? groupOf(description) : undefined)
  if (
    group &&
    !/\b(?:date|time|price|cost|type|name)\b/.test(name) &&
    (isNumber ||
      /number|length|days|nights|how many|rating|travell?ers|passengers|riders|size/.test(`${name} ${description}`))
  )
    return { kind: 'count', field, group }
  const own = /^(?:number|num|count) of (\w+?)s?$/.exec(name)?.[1]
  if (own) return { kind: 'count', field, group: `${own}(?:room)?s?` }
  if (money.test(name) && !/\b(?:type|class)\b/.test(name)) return { kind: 'money', field }
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
  if (/\b(?:date|day|deadline|check ?in|check ?out)\b/.test(name))
    return { kind: 'day', field, side: isDeparture(field) ? 'start' : side }
  if (/\bair ?lines?\b/.test(name)) return { kind: 'airline', field }
  if (/\b(?:fare|seating|cabin|travel|flight|ticket) (?:type|class)\b/.test(name)) return { kind: 'fare', field }
  if (/^destination$/.test(name) && /\b(?:address|ride|cab|taxi)\b/.test(description))
    return { kind: 'destination', field }
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
    return {
      kind:
        /\bcity\b/.test(description) && !/\b(?:station|airport) (?:at|in|of)\b/.test(description) ? 'city' : 'facility',
      field,
      side: placeSide(name) ?? side,
    }
  if (
    /\bname\b/.test(name) &&
    /\b(?:therapist|doctor|dentist|(?:hair )?stylist|salon|barber|practice|clinic)\b/.test(words)
  )
    return { kind: 'provider', field }
  if (
    /\b(?:restaurant|hotel|cafe|theat(?:er|re)|cinema|accommodation|property|apartments?|venue|bar|shop|store)\b/.test(
      words,
    ) &&
    /\b(?:name|restaurant|hotel|venue|theat(?:er|re)|cinema)\b/.test(name)
  )
    return { kind: 'venue', field }
  if (/\b(?:event|movie)\b/.test(words) && /\bname\b/.test(name)) return { kind: 'event', field }
  if (/\b(?:city|town|location|destination|origin|area|place)\b/.test(name))
    return {
      kind: 'city',
      field,
      side: placeSide(name) ?? (isJourneyEnd(field) ? 'end' : describedPlaceSide(description)),
    }
  if (/\b(?:company|employer|merchant|shop|seller)\b/.test(name)) return { kind: 'company', field }
  if (
    /\b(?:person|recipient|artist|singer|band|performer|author|writer|composer|guest|therapist|doctor|actors?|acting|cast|directors?|directed by|customer|contact|client|patient|driver|passenger)\b/.test(
      words,
    ) &&
    /\b(?:name|artist|singer|band|performer|author|writer|composer|actors?|cast|starring|director|directed by|recipient|receiver|payee|contact|customer|person|guest|therapist|doctor|client)\b/.test(
      name,
    )
  )
    return { kind: 'person', field }
  return undefined
}
