import type { Relation } from '../prompt/vocabulary.ts'
import type { Stage } from './canvas.ts'
import type { PlacedSubject } from './placed-subject.ts'

/** Options for {@link relate}. */
export interface RelateOptions {
  readonly kind: Relation
  readonly stage: Stage
}

/** Fraction of the width that each of two sides takes. */
const sideShare = 0.46

/** Moves the copies of a subject to one side of the image, shrunk as needed, and replaces them in `group`. */
export function setAside({ size }: Stage, group: PlacedSubject[], side: 'left' | 'right'): PlacedSubject[] {
  const room = (size.width * sideShare) / group.length
  for (const [index, one] of group.entries()) {
    const shrink = Math.min(1, (room * 0.94) / one.box.width)
    const [width, height] = [one.box.width * shrink, one.box.height * shrink]
    const start = side === 'left' ? size.width * 0.02 : size.width * (0.98 - sideShare)
    const x = start + room * (index + 0.5) - width / 2
    group[index] = { ...one, box: { x, y: one.box.y + one.box.height - height, width, height } }
  }
  return group
}

/** Things that others can be under while they stand on the ground. */
const roofs = /^(table|chair|bed|bridge|umbrella|umbrella-on-ground|.*-tree|piano|seat)$/

/** Places one group of subjects above the other: `riders` are above or under `placed`. */
export function stack(
  stage: Stage,
  { riders, placed }: { readonly riders: PlacedSubject[]; readonly placed: PlacedSubject[] },
  kind: 'above' | 'under',
): PlacedSubject[] {
  const [high, low] = kind === 'above' ? [riders, placed] : [placed, riders]
  const [top, bottom] = [high[0], low[0]]
  if (!top || !bottom) return placed
  if (kind === 'under' && roofs.test(top.subject.drawing)) shelter(stage, high, low)
  else lift(stage, high, low)
  return placed
}

/** Enlarges the first thing of `high` and puts the others at its foot. */
function shelter({ size }: Stage, high: PlacedSubject[], low: PlacedSubject[]): void {
  const [roof] = high
  if (!roof) return
  const scale = Math.min((size.height * 0.62) / roof.box.height, (size.width * 0.8) / roof.box.width)
  const [width, height] = [roof.box.width * scale, roof.box.height * scale]
  const box = { x: (size.width - width) / 2, y: size.height * 0.93 - height, width, height }
  high[0] = { ...roof, box }
  for (const [index, one] of low.entries()) {
    const shrink = Math.min((height * 0.42) / one.box.height, (width * 0.6) / low.length / one.box.width)
    const [lowWidth, lowHeight] = [one.box.width * shrink, one.box.height * shrink]
    const x = size.width / 2 + (index - (low.length - 1) / 2) * lowWidth * 1.1 - lowWidth / 2
    const y = box.y + height - lowHeight * 0.98
    low[index] = { ...one, depth: Math.max(0, roof.depth - 0.002), box: { x, y, width: lowWidth, height: lowHeight } }
  }
}

/** Moves the things of `high` into the air, right above those of `low`. */
function lift({ size }: Stage, high: PlacedSubject[], low: PlacedSubject[]): void {
  const bottom = Math.max(...low.map(({ box }) => box.y + box.height))
  const room = size.height * 0.9
  const needed = Math.max(...low.map(({ box }) => box.height)) + Math.max(...high.map(({ box }) => box.height))
  const shrink = Math.min(1, (room * 0.95) / needed)
  const foot = Math.max(bottom, size.height * 0.9)
  for (const [index, one] of low.entries()) {
    const [width, height] = [one.box.width * shrink, one.box.height * shrink]
    low[index] = { ...one, box: { x: one.box.x + (one.box.width - width) / 2, y: foot - height, width, height } }
  }
  const top = Math.min(...low.map(({ box }) => box.y))
  const center = low.reduce((sum, { box }) => sum + box.x + box.width / 2, 0) / low.length
  for (const [index, one] of high.entries()) {
    const [width, height] = [one.box.width * shrink, one.box.height * shrink]
    const middle = center + (index - (high.length - 1) / 2) * width * 1.1
    const x = Math.min(size.width - width, Math.max(0, middle - width / 2))
    high[index] = { ...one, isOnGround: false, box: { x, y: Math.max(0, top - height * 1.02), width, height } }
  }
}

/** Places a subject relative to its anchor, which is earlier in the prompt: the cat (anchor) is on this table. */
export function relate(placed: PlacedSubject, anchor: PlacedSubject, { kind, stage }: RelateOptions): PlacedSubject {
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
  return placed
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
