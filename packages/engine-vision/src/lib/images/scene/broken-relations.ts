import type { Subject } from '../prompt/prompt-plan.ts'
import type { Relation } from '../prompt/vocabulary.ts'
import type { SceneBox, SceneLayer } from './scene.ts'

/** Finds the relations of a prompt that the boxes of the placed things do not show. */
export function brokenRelations(
  subjects: readonly Subject[],
  layers: readonly SceneLayer[],
): (readonly [from: string, relation: Relation, to: string])[] {
  const placed = layers.filter(({ kind }) => kind === 'subject')
  return subjects.flatMap(({ drawing, relation }) => {
    const from = relation && subjects[relation.to]
    if (!from || from.drawing === drawing) return []
    const [one, other] = [from.drawing, drawing].map((name) => placed.find((layer) => layer.name === name)?.box)
    const isShown = one && other && holds[relation.kind](one, other)
    return isShown ? [] : [[from.drawing, relation.kind, drawing] as const]
  })
}

const middle = ({ x, width }: SceneBox) => x + width / 2
const foot = ({ y, height }: SceneBox) => y + height
const isApart = (one: SceneBox, other: SceneBox) =>
  Math.abs(middle(one) - middle(other)) > (one.width + other.width) * 0.3
const overlaps = (one: SceneBox, other: SceneBox) => one.x < other.x + other.width && other.x < one.x + one.width

/** Whether a relation holds between the boxes of two things. */
const holds: Readonly<Record<Relation, (one: SceneBox, other: SceneBox) => boolean>> = {
  left: (one, other) => middle(one) < middle(other) && isApart(one, other),
  right: (one, other) => middle(one) > middle(other) && isApart(one, other),
  beside: isApart,
  above: (one, other) => foot(one) <= other.y + other.height * 0.35 && one.y < other.y,
  on: (one, other) =>
    overlaps(one, other) && foot(one) <= other.y + other.height * 0.85 && one.y < other.y + other.height * 0.5,
  under: (one, other) => foot(one) > other.y + other.height * 0.75 && one.y > other.y,
  front: overlaps,
  behind: overlaps,
  wearing: overlaps,
  in: () => true,
}
