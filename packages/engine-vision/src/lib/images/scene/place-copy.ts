import { traitsOf } from '../drawings/drawing-traits.ts'
import type { Subject } from '../prompt/prompt-plan.ts'
import type { Stage } from './canvas.ts'
import type { Thing } from './draw-thing.ts'
import type { PlacedSubject } from './placed-subject.ts'

/** Content of the scene that affects the placement of each subject. */
export interface PlacementContext {
  readonly index: number
  readonly total: number
  readonly subjects: number
  /**
   * Scale of the largest object, at most that of a person, so that an image of only small objects shows them close up.
   */
  readonly largest: number
  readonly isFloating: boolean
}

/** One of the copies of a subject, counted from 0. */
export interface SubjectCopy {
  readonly subject: Subject
  readonly thing: Thing
  readonly copy: number
}

/** Horizontal position of a named place, as a fraction of the width. */
const sideSlots: Readonly<Record<string, number>> = { left: 0.2, center: 0.5, right: 0.8 }

/** Places an object that has no relation to others. */
export function placeCopy(
  stage: Stage,
  { subject, thing, copy }: SubjectCopy,
  context: PlacementContext,
): PlacedSubject {
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
  const middle =
    size.width * (sideSlots[subject.side ?? 'any'] ?? slot(context, { count: subject.count, copy }, random))
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
function slot(
  { index, subjects, total }: PlacementContext,
  { count, copy }: { readonly count: number; readonly copy: number },
  random: () => number,
): number {
  if (total === 1) return 0.5 + (random() - 0.5) * 0.08
  if (subjects === 1) return (copy + 0.5) / count + (random() - 0.5) * (0.25 / count)
  // The first subject is in the center, the others alternate between the sides.
  const centers = subjects === 2 ? [0.32, 0.7] : [0.5, 0.2, 0.8, 0.36, 0.66, 0.1, 0.9]
  const center = centers[index % centers.length] ?? 0.5
  const spread = count === 1 ? 0 : (copy / (count - 1) - 0.5) * Math.min(0.62, 0.2 * count)
  return Math.min(0.94, Math.max(0.06, center + spread + (random() - 0.5) * 0.05))
}
