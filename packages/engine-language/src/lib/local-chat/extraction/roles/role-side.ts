import type { Field } from '../field.ts'
import type { Role } from './role.ts'

/** Returns whether a field is the day of departure by its name, which begins a journey. */
export function isDeparture({ name }: Field): boolean {
  return /\b(?:depart\w*|leaving|outbound)\b/.test(name)
}

/** Returns whether a field is the destination of a journey. */
export function isJourneyEnd({ name, description }: Field): boolean {
  return name === 'destination' && /\b(?:journey|flight|bus|train|trip|travel|ticket)\b/i.test(description)
}

/** Returns whether a field is about a journey, which begins when one leaves; a stay ends then. */
export function isOfJourney({ field: { name, description } }: Role): boolean {
  return /\b(?:depart\w*|outbound)\b/.test(name) || /\b(?:flight|bus|train|trip|journey)\b/i.test(description)
}

/** Returns the side that the name of a field states. */
export function sideOf(words: string): Role['side'] {
  if (/\b(?:to|end|until|till|check ?out|drop ?off|return|due|back)\b/.test(words)) return 'end'
  return /\b(?:from|start|begin|check ?in|pick ?up|arrival|outbound|since)\b/.test(words) ? 'start' : undefined
}

/** Returns the side that a description states, which has "to" and "from" in other senses as well. */
export function describedSide(words: string): Role['side'] {
  if (/\b(?:end date|until|check[- ]?out|drop[- ]?off|return|departure)\b/.test(words)) return 'end'
  return /\b(?:start|begin\w*|check[- ]?in|pick[- ]?up|arrival)\b/.test(words) ? 'start' : undefined
}

/** Returns the side of a place that the name of a field states. */
export function placeSide(name: string): Role['side'] {
  if (/\b(?:from|origin|departure|departing|leaving|pick ?up|depart)\b/.test(name)) return 'start'
  return /\b(?:to|arrival|arriving|going|drop ?off|destination (?:city|airport))\b/.test(name) ? 'end' : undefined
}

/** Returns the side of a place that a description states. */
export function describedPlaceSide(words: string): Role['side'] {
  if (/\b(?:depart\w*|leaving|origin|starts?|pick ?up)\b/.test(words)) return 'start'
  return /\b(?:going|arriv\w+|ends?)\b/.test(words) ? 'end' : undefined
}
