import type { Role } from './role.ts'

const startCue =
  /\b(?:from(?=(?: the| on)?\s*$)|start\w*|begin\w*|check(?:ing)?[- ]?in|check-?in|arriv\w*|com(?:e|ing)|pick\w*(?: it)?(?: up)?|between(?=(?: the)?\s*$)|since)\b/gi
const endCue =
  /\b(?:until|till|til|through|return\w*|drop\w*|check(?:ing)?[- ]?out|check-?out|leav\w+|depart\w*|end\w*|back)\b|(?:\bto(?: the)?|[-–—])\s*$/gi

/** One leaves at the start of a journey. */
const leaveCue = /\b(?:leav\w+|depart\w*)\b/gi

/** Returns whether the words before a span, or right after it, mark a start or an end. */
export function sideAt(
  text: string,
  { from, isJourney }: { from: number; isJourney: boolean },
  { start, end }: { start: number; end: number },
): Role['side'] {
  const after = /^\s*(pick|check[- ]?in|drop|return|check[- ]?out)/i.exec(text.slice(end, end + 20))?.[1]
  if (after) return /^(?:drop|return)|out$/i.test(after) ? 'end' : 'start'
  const stretch = text.slice(Math.max(from, start - 60), start)
  const before = isJourney ? stretch.replace(leaveCue, 'starting') : stretch
  if (/\b(?:check-?in|arrival|pick-?up|start)(?: date)? to(?: the)?\s*$/i.test(before)) return 'start'
  const last = (cue: RegExp) => [...before.matchAll(cue)].at(-1)?.index ?? -1
  const [begins, ends] = [last(startCue), last(endCue)]
  if (begins === ends) return undefined
  return ends > begins ? 'end' : 'start'
}

/** Chooses the only span that has the side of a field; of two spans without, the first is the start and the second the end. */
export function chooseSide<Span extends { readonly side: Role['side'] }>(
  spans: readonly Span[],
  side: Role['side'],
  sides: readonly Role['side'][],
): Span | undefined {
  if (sides.filter((other) => other === side).length > 1) return undefined
  const ends = spans.filter((span) => span.side === 'end')
  const others = spans.filter((span) => span.side !== 'end')
  const isPair = spans.length === 2 && ends.length !== 1
  if (side === 'end') {
    if (isPair && sides.includes('start')) return spans[1]
    return ends.length === 1 ? ends[0] : undefined
  }
  if (side === undefined && !sides.includes('end')) return spans.length === 1 ? spans[0] : undefined
  if (isPair) return spans[0]
  if (others.length === 1) return others[0]
  return undefined
}
