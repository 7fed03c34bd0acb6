import type { ParsedComponents } from 'chrono-node'
import { DateTime } from 'luxon'
import type { Field } from './field.ts'

/** Returns whether a field holds only a time of day. */
export function isTimeField({ name, schema, description }: Field): boolean {
  if (schema.format) return schema.format === 'time'
  if (/\bdate\b/.test(name) || /8601|yyyy|date and time|datetime/i.test(description)) return false
  return /\b(?:time|hour)$/.test(name) && !/\b(?:start|end)\b/.test(name)
}

/** Formats a date for a field: by `format`, by a pattern in the description, or as ISO 8601. */
export function formatDate(field: Field, components: ParsedComponents, zone: string): string | undefined {
  const date = DateTime.fromJSDate(components.date(), { zone })
  const hasTime = components.isCertain('hour')
  const { schema, description } = field
  if (schema.format === 'time')
    return hasTime ? (date.toISOTime({ suppressMilliseconds: true }) ?? undefined) : undefined
  if (schema.format === 'date') return date.toFormat('yyyy-MM-dd')
  const start = hasTime ? date : date.startOf('day')
  if (schema.format === 'date-time') return start.toISO({ suppressMilliseconds: true }) ?? undefined
  if (isTimeField(field)) return hasTime ? date.toFormat('HH:mm') : undefined
  const pattern = datePattern(field)
  if (pattern) return date.toFormat(pattern)
  if (/8601|datetime|date and time/i.test(description) && hasTime)
    return start.toISO({ suppressMilliseconds: true }) ?? undefined
  return hasTime && !/\bdate\b/.test(field.name) ? date.toFormat("yyyy-MM-dd'T'HH:mm:ss") : date.toFormat('yyyy-MM-dd')
}

/** Returns the pattern of dates in a field's description, such as `DD.MM.YYYY`, in the form of Luxon. */
export function datePattern({ description }: Field): string | undefined {
  return description
    .match(/\b(?:YYYY|DD|MM)[-/.](?:MM|DD)[-/.](?:YYYY|DD)\b/)?.[0]
    .replace('YYYY', 'yyyy')
    .replace('DD', 'dd')
}
