import type { Place } from './project.ts'

/** Side of its dot on which a label stands. */
export type Side = 'right' | 'left' | 'above' | 'below'

const sides: readonly Side[] = ['right', 'left', 'above', 'below']

/** Offset of the middle of a label from its dot, in pixels. */
const offsets: Readonly<Record<Side, Place>> = {
  right: { x: 17, y: 0 },
  left: { x: -17, y: 0 },
  above: { x: 0, y: -15 },
  below: { x: 0, y: 15 },
}

/** Size of the largest label, and of a mark, which is about as large. */
const label = { width: 17, height: 14 }

/**
 * Returns the side for the label of each dot, in the same order: the first on which it covers neither a dot nor an earlier label, or
 * else the one with the fewest of them.
 *
 * @param dots - Places of the dots to label, in pixels.
 * @param others - Places of further marks that no label should cover.
 */
export function labelSides(dots: readonly Place[], others: readonly Place[]): readonly Side[] {
  const taken = [...dots, ...others]
  return dots.map((dot) => {
    const covered = sides.map((side) => taken.filter((place) => overlaps(placeLabel(dot, side), place)).length)
    const side = sides[covered.indexOf(Math.min(...covered))] as Side
    taken.push(placeLabel(dot, side))
    return side
  })
}

/** Returns the middle of a label. */
export function placeLabel(dot: Place, side: Side): Place {
  const { x, y } = offsets[side]
  return { x: dot.x + x, y: dot.y + y }
}

function overlaps(one: Place, other: Place): boolean {
  return Math.abs(one.x - other.x) < label.width && Math.abs(one.y - other.y) < label.height
}
