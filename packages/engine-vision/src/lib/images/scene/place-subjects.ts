import { traitsOf } from '../drawings/drawing-traits.ts'
import type { Subject } from '../prompt/prompt-plan.ts'
import { px, type Stage } from './canvas.ts'
import { drawThing } from './draw-thing.ts'
import { type PlacementContext, placeCopy } from './place-copy.ts'
import type { PlacedSubject } from './placed-subject.ts'
import { carry, relate, setAside, stack } from './relate-subject.ts'
import type { SceneLayer } from './scene.ts'

/**
 * Sizes, places and draws all subjects.
 *
 * @param isFloating - Whether objects float rather than stand (space, deep sea).
 */
export function placeSubjects(stage: Stage, subjects: readonly Subject[], isFloating: boolean): SceneLayer[] {
  const total = subjects.reduce((sum, { count }) => sum + count, 0)
  const largest = Math.min(1, Math.max(...subjects.map(({ drawing }) => traitsOf(drawing).scale)))
  const groups: PlacedSubject[][] = []
  for (const [index, subject] of subjects.entries())
    groups.push(placeSubject(stage, subject, { groups, index, total, subjects: subjects.length, largest, isFloating }))
  return dress(stage, subjects, groups)
    .flat()
    .map((placed) => toLayer(stage, placed))
}

/** Moves what is worn to its wearer, which may have moved since. */
function dress(stage: Stage, subjects: readonly Subject[], groups: readonly PlacedSubject[][]): PlacedSubject[][] {
  return groups.map((group, index) => {
    const { relation } = subjects[index] ?? {}
    const wearers = relation?.kind === 'wearing' ? groups[relation.to] : undefined
    if (!wearers || wearers.length === 0) return group
    return group.map((one, copy) => {
      const wearer = wearers[copy % wearers.length]
      return wearer ? relate(one, wearer, { kind: 'wearing', stage }) : one
    })
  })
}

interface SubjectContext extends PlacementContext {
  /** Subjects placed before, by their index. */
  readonly groups: readonly PlacedSubject[][]
}

function placeSubject(stage: Stage, subject: Subject, context: SubjectContext): PlacedSubject[] {
  const thing = drawThing(subject.drawing, subject.color)
  if (!thing) return []
  const riders = subject.relation && context.groups[subject.relation.to]
  const anchor = riders?.[0]
  const placed: PlacedSubject[] = []
  for (let copy = 0; copy < subject.count; copy++) placed.push(placeCopy(stage, { subject, thing, copy }, context))
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
  const { kind } = subject.relation
  if (kind === 'left' || kind === 'right' || kind === 'beside') {
    setAside(stage, riders, kind === 'right' ? 'right' : 'left')
    return setAside(stage, placed, kind === 'right' ? 'left' : 'right')
  }
  if (kind === 'above' || kind === 'under') return stack(stage, { riders, placed }, kind)
  return placed.map((one) => relate(one, riders[0] ?? anchor, { kind, stage }))
}

function toLayer({ light }: Stage, { subject, thing, box, depth, isOnGround }: PlacedSubject): SceneLayer {
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
