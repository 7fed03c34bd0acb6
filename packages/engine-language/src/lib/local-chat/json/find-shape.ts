import { splitList } from '../extraction/find-items.ts'
import { collapseSpaces, splitIdentifier } from '../words.ts'
import type { JsonSchema } from './json-schema.ts'

/** Length of the request that is searched for a shape, in characters. */
const maxRead = 4_000

/** Parses the object shape that a request describes: a template in braces or a list of keys. */
export function findShape(request: string): JsonSchema | undefined {
  const text = collapseSpaces(request.slice(0, maxRead))
  const template = text.match(/\{\s*"[^{}]*\}/)?.[0]
  const pairs = template ? [...template.matchAll(/"([\w $-]+)"\s*:\s*("[^"]*"|\[[^\]]*\]|[^,}\s]+)?/g)] : []
  if (pairs.length > 0) return toObject(pairs.map(([, name = '', sample = '']) => [name, schemaOf(name, sample)]))
  const listed = text.match(
    /\b(?:keys?|fields?|properties|attributes|columns|json(?: object)? (?:with|containing|that has)(?: the| keys?| fields?)*)\s*(?:named|called|are|of|should be|must be)?\s*:?\s*((?:["'`]?[\w-]+["'`]?(?:\s*\([^)]*\))?(?:\s*,\s*(?:and\s+)?|\s+and\s+))*["'`]?[\w-]+["'`]?)/i,
  )?.[1]
  if (!listed) return undefined
  const names = splitList(listed.replace(/\([^)]*\)/g, ''))
    .map((name) => name.replace(/["'`]/g, ''))
    .filter((name) => /^[\w-]+$/.test(name))
  return names.length > 0 ? toObject(names.map((name) => [name, schemaOf(name, '')])) : undefined
}

function toObject(entries: readonly (readonly [string, JsonSchema])[]): JsonSchema {
  return { type: 'object', properties: Object.fromEntries(entries), required: entries.map(([name]) => name) }
}

/** Infers the schema from the sample value in the template, or else from the name. */
function schemaOf(name: string, sample: string): JsonSchema {
  const words = splitIdentifier(name)
  if (sample.startsWith('['))
    return { type: 'array', items: { type: /number|integer|\d/.test(sample) ? 'number' : 'string' } }
  if (/boolean|^true|^false/i.test(sample) || /^(?:is|has|can|should)\b/.test(words))
    return { type: ['boolean', 'null'] }
  if (/number|integer|float|^-?\d/i.test(sample)) return { type: ['number', 'null'] }
  if (/^"|string/i.test(sample)) return { type: ['string', 'null'] }
  if (
    /\b(?:age|price|cost|count|quantity|amount|total|number of|year|years|score|rating|height|weight|distance|budget|salary|people|guests)\b/.test(
      words,
    )
  )
    return { type: ['number', 'null'] }
  if (/\b(?:items|tags|keywords|names|skills|hobbies|ingredients|topics|attendees|colors|languages)\b/.test(words))
    return { type: 'array', items: { type: 'string' } }
  return { type: ['string', 'null'] }
}
