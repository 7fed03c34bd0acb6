import { traitsOf } from '../drawings/drawing-traits.ts'
import type { Subject } from '../prompt/prompt-plan.ts'
import { px, type Stage } from './canvas.ts'
import { drawThing, type Thing } from './draw-thing.ts'
import type { SceneBox, SceneLayer } from './scene.ts'

interface Placed {
  readonly subject: Subject
  readonly thing: Thing
  readonly box: SceneBox
  readonly depth: number
  readonly isOnGround: boolean
}

/**
 * Sizes, places and draws all subjects.
 *
 * @param isFloating - Whether objects float rather than stand (space, deep sea).
 */
export function placeSubjects(stage: Stage, subjects: readonly Subject[], isFloating: boolean): SceneLayer[] {
  const total = subjects.reduce((sum, { count }) => sum + count, 0)
  const largest = Math.min(1, Math.max(...subjects.map(({ drawing }) => traitsOf(drawing).scale)))
  const groups: Placed[][] = []
  for (const [index, subject] of subjects.entries())
    groups.push(placeSubject(stage, subject, { groups, index, total, subjects: subjects.length, largest, isFloating }))
  return groups.flat().map((placed) => toLayer(stage, placed))
}

interface Context {
  readonly groups: readonly Placed[][]
  readonly index: number
  readonly total: number
  readonly subjects: number
  /**
   * Scale of the largest object, at most that of a person, so that an image of only small objects shows them close up.
   */
  readonly largest: number
  readonly isFloating: boolean
}

function placeSubject(stage: Stage, subject: Subject, context: Context): Placed[] {
  const thing = drawThing(subject.drawing, subject.color)
  if (!thing) return []
  const riders = subject.relation && context.groups[subject.relation.to]
  const anchor = riders?.[0]
  const placed: Placed[] = []
  for (let copy = 0; copy < subject.count; copy++) placed.push(placeCopy(stage, subject, thing, context, copy))
  if (!riders || !anchor || !subject.relation) return placed
  // A subject inside a backdrop, such as a castle, is drawn in front of it.
  if (subject.relation.kind === 'in' && traitsOf(subject.drawing).place === 'backdrop') return placed
  const [carrier] = placed
  if (carrier && subject.relation.kind === 'on') return carry(stage, carrier, riders)
  if (
    carrier?.isOnGround &&
    !anchor.isOnGround &&
    (subject.relation.kind === 'front' || subject.relation.kind === 'behind')
  )
    riders.splice(0, 1, {
      ...anchor,
      isOnGround: true,
      box: { ...anchor.box, y: carrier.box.y + carrier.box.height - anchor.box.height },
    })
  return placed.map((one, copy) => relate(one, riders[0] ?? anchor, subject.relation?.kind ?? 'beside', copy, stage))
}

/** Places an object that has no relation to others. */
function placeCopy(stage: Stage, subject: Subject, thing: Thing, context: Context, copy: number): Placed {
  const { size, horizon, random } = stage
  const traits = traitsOf(subject.drawing)
  const unit = Math.min(size.width, size.height)
  const isAlone = context.total === 1
  const crowd = context.total <= 2 ? 1 : Math.max(0.42, 1.32 / context.total ** 0.42)
  const isSky = traits.place === 'sky' && !(isAlone && context.isFloating)
  const isFar = traits.place === 'backdrop' && !isAlone
  const depth = isSky
    ? 0.6
    : isFar
      ? 0.62 + random() * 0.08
      : Math.min(0.62, (isAlone ? 0.3 : 0.14 + 0.12 * (context.index % 3)) + copy * 0.035 + random() * 0.06)
  const base = isAlone
    ? Math.max(0.4, 0.47 * Math.min(1.15, traits.scale ** 0.35))
    : 0.33 * (traits.scale / context.largest) ** 0.75 * crowd
  const nearness = isSky || context.isFloating ? 1 : 1.22 - depth * 0.55
  const height = Math.min(size.height * 0.7, unit * base * nearness * subject.scale * (isSky && !isAlone ? 0.85 : 1))
  const aspect = thing.view.width / thing.view.height
  const [boxHeight, boxWidth] = fit(height, aspect, size.width * (isAlone ? 0.7 : 0.5))
  const middle = size.width * slot(context, subject, copy, random)
  const foot =
    (traits.place === 'water' ? stage.waterline : undefined) ?? horizon + (size.height - horizon) * (1 - depth) * 0.92
  const top =
    context.isFloating || isSky
      ? (context.isFloating
          ? size.height * (0.2 + 0.55 * random())
          : horizon * (isAlone ? 0.5 : 0.3 + 0.26 * random())) -
        boxHeight / 2
      : foot - boxHeight
  const x = Math.min(size.width - boxWidth * 0.98, Math.max(-boxWidth * 0.02, middle - boxWidth / 2))
  const y = Math.min(size.height - boxHeight, Math.max(size.height * 0.02, top))
  return {
    subject,
    thing,
    depth,
    isOnGround: !isSky && !context.isFloating,
    box: { x, y, width: boxWidth, height: boxHeight },
  }
}

function fit(height: number, aspect: number, maxWidth: number): [number, number] {
  const scale = Math.min(1, maxWidth / (height * aspect))
  return [height * scale, height * aspect * scale]
}

/** Returns the horizontal position: subjects share the width of the image, copies share the range of their subject. */
function slot({ index, subjects, total }: Context, { count }: Subject, copy: number, random: () => number): number {
  if (total === 1) return 0.5 + (random() - 0.5) * 0.08
  if (subjects === 1) return (copy + 0.5) / count + (random() - 0.5) * (0.25 / count)
  // The first subject is in the center, the others alternate between the sides.
  const centers = subjects === 2 ? [0.32, 0.7] : [0.5, 0.2, 0.8, 0.36, 0.66, 0.1, 0.9]
  const center = centers[index % centers.length] ?? 0.5
  const spread = count === 1 ? 0 : (copy / (count - 1) - 0.5) * Math.min(0.62, 0.2 * count)
  return Math.min(0.94, Math.max(0.06, center + spread + (random() - 0.5) * 0.05))
}

/**
 * Default seat height from the top, as a fraction of the height: a back or roof is slightly below the highest point.
 */
const usualSeat = 0.3

/** Seat heights by drawing: a table's top is its highest point, the sofa includes a lamp, and a bed has a headboard. */
const seats: Readonly<Record<string, number>> = { table: 0.06, 'couch-and-lamp': 0.74, bed: 0.55 }

/** Places subjects on top of their carrier, which is widened as needed and stands on the ground. */
function carry(stage: Stage, carrier: Placed, riders: Placed[]): Placed[] {
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
    const own = { width: rider.box.width * shrink, height: rider.box.height * shrink }
    riders[index] = {
      ...rider,
      isOnGround: false,
      depth: Math.max(0, carrier.depth - 0.001),
      box: { ...own, x, y: Math.max(0, seat - own.height) },
    }
    x += own.width
  }
  return [{ ...carrier, isOnGround: true, box }]
}

/** Places a subject relative to its anchor, which is earlier in the prompt: the cat (anchor) is on this table. */
function relate(placed: Placed, anchor: Placed, kind: string, copy: number, stage: Stage): Placed {
  const a = anchor.box
  const own = placed.box
  const at = (x: number, y: number, changes: Partial<Placed> = {}): Placed => ({
    ...placed,
    ...changes,
    box: { ...own, ...changes.box, x, y },
  })
  const foot = a.y + a.height
  if (kind === 'wearing') {
    const isOnEyes = /glasses/.test(placed.subject.drawing)
    const width = a.width * (isOnEyes ? 0.45 : 0.5)
    const height = (width * own.height) / own.width
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
    return at(a.x + a.width / 2 - own.width / 2, foot - own.height * 0.45, { depth: Math.max(0, anchor.depth - 0.001) })
  if (kind === 'under')
    return at(a.x + a.width / 2 - own.width / 2, Math.max(0, a.y - own.height * 0.9), {
      depth: anchor.depth + 0.002,
      isOnGround: false,
    })
  if (kind === 'above')
    return at(a.x + a.width / 2 - own.width / 2, Math.min(stage.size.height - own.height, foot + a.height * 0.08), {
      depth: Math.max(0.05, anchor.depth - 0.1),
    })
  const gap = stage.size.width * 0.03
  if (kind === 'left') return at(Math.min(stage.size.width - own.width, a.x + a.width + gap), own.y)
  if (kind === 'right') return at(Math.max(0, a.x - own.width - gap), own.y)
  if (kind === 'front')
    return at(a.x + a.width / 2 - own.width / 2, foot - own.height - a.height * 0.08, {
      depth: Math.min(0.9, anchor.depth + 0.1),
    })
  if (kind === 'behind')
    return at(
      a.x + a.width * 0.4 - own.width * 0.3,
      Math.min(stage.size.height - own.height, foot - own.height + a.height * 0.14),
      { depth: Math.max(0.02, anchor.depth - 0.1) },
    )
  const side =
    a.x + a.width / 2 < stage.size.width / 2 === (copy % 2 === 0) ? a.x + a.width + gap : a.x - own.width - gap
  return at(Math.min(stage.size.width - own.width, Math.max(0, side)), placed.isOnGround ? foot - own.height : own.y)
}

function toLayer({ light }: Stage, { subject, thing, box, depth, isOnGround }: Placed): SceneLayer {
  const [r, g, b] = light.tint
  const { view } = thing
  const shadow = isOnGround
    ? `<radialGradient id="shade"><stop offset="0" stop-color="#0b1020" stop-opacity=".42"/><stop offset="1" stop-color="#0b1020" stop-opacity="0"/></radialGradient><ellipse cx="${px(box.x + box.width / 2)}" cy="${px(box.y + box.height * 0.99)}" rx="${px(box.width * 0.56)}" ry="${px(Math.min(box.width * 0.09, box.height * 0.09))}" fill="url(#shade)"/>`
    : ''
  const tint = `<filter id="tint" x="0" y="0" width="1" height="1"><feColorMatrix color-interpolation-filters="sRGB" values="${r} 0 0 0 0 0 ${g} 0 0 0 0 0 ${b} 0 0 0 0 0 1 0"/></filter>`
  const isTinted = r < 1 || g < 1 || b < 1
  return {
    name: subject.drawing,
    kind: 'subject',
    depth,
    box,
    color: subject.color,
    svg: `${isTinted ? tint : ''}${shadow}<svg x="${px(box.x)}" y="${px(box.y)}" width="${px(box.width)}" height="${px(box.height)}" viewBox="${px(view.x)} ${px(view.y)} ${px(view.width)} ${px(view.height)}" preserveAspectRatio="none"><g${isTinted ? ' filter="url(#tint)"' : ''}>${thing.body}</g></svg>`,
  }
}
