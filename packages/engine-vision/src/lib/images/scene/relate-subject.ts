import type { Relation } from '../prompt/vocabulary.ts'
import type { Stage } from './canvas.ts'
import type { PlacedSubject } from './placed-subject.ts'

/** Options for {@link relate}. */
export interface RelateOptions {
  readonly kind: Relation
  /** Index of the copy; copies alternate between the sides. */
  readonly copy: number
  readonly stage: Stage
}

/** Places a subject relative to its anchor, which is earlier in the prompt: the cat (anchor) is on this table. */
export function relate(
  placed: PlacedSubject,
  anchor: PlacedSubject,
  { kind, copy, stage }: RelateOptions,
): PlacedSubject {
  const a = anchor.box
  const b = placed.box
  const at = (x: number, y: number, changes: Partial<PlacedSubject> = {}): PlacedSubject => ({
    ...placed,
    ...changes,
    box: { ...b, ...changes.box, x, y },
  })
  const foot = a.y + a.height
  if (kind === 'wearing') {
    const isOnEyes = /glasses/.test(placed.subject.drawing)
    const width = a.width * (isOnEyes ? 0.45 : 0.5)
    const height = (width * b.height) / b.width
    return {
      ...placed,
      depth: anchor.depth - 0.001,
      isOnGround: false,
      box: {
        x: a.x + a.width * 0.5 - width / 2,
        y: isOnEyes ? a.y + a.height * 0.16 : a.y - height * 0.72,
        width,
        height,
      },
    }
  }
  if (kind === 'in')
    return at(a.x + a.width / 2 - b.width / 2, foot - b.height * 0.45, { depth: Math.max(0, anchor.depth - 0.001) })
  if (kind === 'under')
    return at(a.x + a.width / 2 - b.width / 2, Math.max(0, a.y - b.height * 0.9), {
      depth: anchor.depth + 0.002,
      isOnGround: false,
    })
  if (kind === 'above')
    return at(a.x + a.width / 2 - b.width / 2, Math.min(stage.size.height - b.height, foot + a.height * 0.08), {
      depth: Math.max(0.05, anchor.depth - 0.1),
    })
  const gap = stage.size.width * 0.03
  if (kind === 'left') return at(Math.min(stage.size.width - b.width, a.x + a.width + gap), b.y)
  if (kind === 'right') return at(Math.max(0, a.x - b.width - gap), b.y)
  if (kind === 'front')
    return at(a.x + a.width / 2 - b.width / 2, foot - b.height - a.height * 0.08, {
      depth: Math.min(0.9, anchor.depth + 0.1),
    })
  if (kind === 'behind')
    return at(
      a.x + a.width * 0.4 - b.width * 0.3,
      Math.min(stage.size.height - b.height, foot - b.height + a.height * 0.14),
      { depth: Math.max(0.02, anchor.depth - 0.1) },
    )
  const side = a.x + a.width / 2 < stage.size.width / 2 === (copy % 2 === 0) ? a.x + a.width + gap : a.x - b.width - gap
  return at(Math.min(stage.size.width - b.width, Math.max(0, side)), placed.isOnGround ? foot - b.height : b.y)
}

/**
 * Default seat height from the top, as a fraction of the height: a back or roof is slightly below the highest point.
 */
const usualSeat = 0.3

/** Seat heights by drawing: a table's top is its highest point, the sofa includes a lamp, and a bed has a headboard. */
const seats: Readonly<Record<string, number>> = { table: 0.06, 'couch-and-lamp': 0.74, bed: 0.55 }

/** Places subjects on top of their carrier, which is widened as needed and stands on the ground. */
export function carry(stage: Stage, carrier: PlacedSubject, riders: PlacedSubject[]): PlacedSubject[] {
  const load = riders.reduce((sum, { box }) => sum + box.width, 0)
  const shrink = Math.min(1, (stage.size.height * 0.42) / (riders[0]?.box.height ?? 1))
  const width = Math.min(stage.size.width * 0.8, Math.max(carrier.box.width, load * shrink * 1.25))
  const height = Math.min(stage.size.height * 0.4, (width * carrier.box.height) / carrier.box.width)
  const center = stage.size.width / 2
  const box = {
    x: center - width / 2,
    y: Math.min(stage.size.height * 0.93 - height, Math.max(carrier.box.y, stage.size.height * 0.5)),
    width,
    height,
  }
  const seat = box.y + height * (seats[carrier.subject.drawing] ?? usualSeat)
  let x = center - (load * shrink) / 2
  for (const [index, rider] of riders.entries()) {
    const riderSize = { width: rider.box.width * shrink, height: rider.box.height * shrink }
    riders[index] = {
      ...rider,
      isOnGround: false,
      depth: Math.max(0, carrier.depth - 0.001),
      box: { ...riderSize, x, y: Math.max(0, seat - riderSize.height) },
    }
    x += riderSize.width
  }
  return [{ ...carrier, isOnGround: true, box }]
}
