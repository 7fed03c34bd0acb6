import { type JsonSchema, typesOf } from '../json/json-schema.ts'
import { contentStems, splitIdentifier, stemOf, wordsOf } from '../words.ts'
import type { CandidateKind } from './candidate.ts'

/** Scalar of a schema to fill, with the words that describe it. */
export interface Field {
  /** Property names from the root, joined by dots. */
  readonly path: string
  /** Words of the property's own name. */
  readonly name: string
  /** Name including the names of the enclosing objects. */
  readonly longName: string
  readonly description: string
  readonly schema: JsonSchema
  readonly isRequired: boolean
}

/** Creates the field for the scalar at a path. */
export function toField(path: readonly string[], schema: JsonSchema, isRequired: boolean): Field {
  return {
    path: path.join('.'),
    name: splitIdentifier(path.at(-1) ?? ''),
    longName: path.map(splitIdentifier).join(' '),
    description: [schema.title, schema.description].filter((text) => typeof text === 'string').join('. '),
    schema,
    isRequired,
  }
}

/** Stems that identify a field in a text. */
export interface FieldStems {
  readonly name: ReadonlySet<string>
  readonly description: ReadonlySet<string>
}

const stemsByField = new WeakMap<Field, FieldStems>()

/** Returns the stems of the name and of the description of a field, computed once. */
export function fieldStems(field: Field): FieldStems {
  const known = stemsByField.get(field)
  if (known) return known
  const stems = { name: new Set(wordsOf(field.name).map(stemOf)), description: contentStems(field.description) }
  stemsByField.set(field, stems)
  return stems
}

/** Returns the order of two fields of a kind in a text: 0 for a source or minimum, 2 for a target or maximum, else 1. */
export function directionOf({ name }: Field): number {
  if (/\b(?:from|source|origin|start|min)\b/.test(name)) return 0
  return /\b(?:to|target|destination|end|max)\b/.test(name) ? 2 : 1
}

/** Kinds by words of the name; the first match wins. */
const kindsByWord: readonly (readonly [RegExp, readonly CandidateKind[]])[] = [
  [/\b(?:e ?mail|mail)\b/, ['email']],
  [/\b(?:url|uri|link|website|homepage|webpage)\b/, ['url']],
  [/\b(?:phone|mobile|telephone|tel|cell)\b/, ['phone']],
  [
    /\b(?:date|day|deadline|due|birthday|dob|when|check in|checkin|check out|checkout|until|since|datetime|timestamp)\b/,
    ['date'],
  ],
  [/\b(?:time|start|end|begin|from time|to time)\b/, ['date']],
  [
    /\b(?:color|colour|fruits?|animals?|products?|items?|dish|dishes|foods?|ingredients?|objects?|topics?|subject|category|job|role|occupation|profession|title|position|tasks?|tags?|keywords?|skills?|hobbies|hobby|pets?|genre|cuisine)\b/,
    ['quoted', 'noun'],
  ],
  [/^(?:to|cc|bcc|recipients?|from|sender)$/, ['email', 'person', 'place', 'organization', 'phone']],
  [
    /\b(?:city|cities|location|locations|place|country|countries|region|town|state|address|destination|origin|venue|where|airport|area|hometown|nationality|from|to)\b/,
    ['place'],
  ],
  [
    /\b(?:company|organi[sz]ation|employer|brand|vendor|manufacturer|publisher|institution|school|university)\b/,
    ['organization', 'person', 'place'],
  ],
  [
    /\b(?:person|people|author|artist|composer|singer|customer|user|contact|recipient|receiver|payee|beneficiary|sender|attendees?|participants?|patient|employee|owner|assignee|who|guest|speaker|founder|ceo|director|manager|name|names|first name|last name|full name|surname)\b/,
    ['person', 'organization'],
  ],
  [
    /\b(?:id|code|number|sku|reference|ticker|symbol|order|invoice|serial|flight|version|isbn)\b/,
    ['code', 'number', 'quoted'],
  ],
]

const kindsByFormat: Readonly<Record<string, readonly CandidateKind[]>> = {
  email: ['email'],
  'idn-email': ['email'],
  uri: ['url'],
  url: ['url'],
  'uri-reference': ['url'],
  date: ['date'],
  time: ['date'],
  'date-time': ['date'],
}

/** Kinds for a field whose name says nothing of its kind. Only a quote fills it without further evidence. */
export const unknownKinds: readonly CandidateKind[] = ['quoted', 'noun', 'code', 'organization', 'place']

/** Returns the kinds of text that can fill a field, most likely first. */
export function kindsOf(field: Field): readonly CandidateKind[] {
  const types = typesOf(field.schema)
  if (types.includes('number') || types.includes('integer')) return ['number']
  // A duration in words is no place, though its description may name one.
  if (/\b(?:duration|distance)\b/.test(field.name)) return unknownKinds
  const byFormat = kindsByFormat[field.schema.format ?? '']
  if (byFormat) return byFormat
  const found = (text: string) => kindsByWord.find(([words]) => words.test(text))?.[1]
  const byName = found(field.name)
  // For a bare "name", the context decides: "product name" is a product's, "customer.name" a customer's.
  if (/\bname\b/.test(field.name)) {
    const around = `${field.longName} ${field.description}`.replace(/\bnames?\b/gi, '').toLowerCase()
    // Capital letters do not distinguish the name of a thing from that of a person.
    if (found(around) === undefined && isThing(around)) return ['quoted']
    return [...(found(around) ?? byName ?? ['person', 'organization']), 'quoted']
  }
  return byName ?? found(field.description.toLowerCase()) ?? unknownKinds
}

function isThing(around: string): boolean {
  return /\b(?:movie|film|song|track|album|book|playlist|game|show|series|object|entity|event|hotel|restaurant|venue|file|list|theater|theatre|station|airline|team|property|place|attraction|service|device|project|document|car|vehicle|model|bus|train|product)\b/.test(
    around,
  )
}

/** Returns whether the value of a field has a form of its own, by which it is found: an address, a date or a code. */
export function hasOwnForm(field: Field): boolean {
  return ['email', 'url', 'phone', 'date', 'code'].includes(kindsOf(field)[0] ?? '')
}

/** Returns whether a field holds free text, such as a search query or a reminder, rather than a fact from the text. */
export function isPhraseField({ name }: Field): boolean {
  return /\b(?:query|question|search|keywords?|term|prompt|text|message|body|content|note|task|reminder|input|sentence|topic|q|todo|expression|formula|equation|calculation|title|subject|description|summary|label)\b/.test(
    name,
  )
}

/** Returns whether a field holds a formula to evaluate. */
export function isFormulaField({ name, description }: Field): boolean {
  return (
    /\b(?:expression|formula|equation|calculation)\b/.test(name) ||
    /\b(?:mathematical|arithmetic|math) expression\b/i.test(description)
  )
}
