import type { Subject } from '../prompt/prompt-plan.ts'
import type { Thing } from './draw-thing.ts'
import type { SceneBox } from './scene.ts'

/** Subject with its position in the image. */
export interface PlacedSubject {
  readonly subject: Subject
  readonly thing: Thing
  readonly box: SceneBox
  readonly depth: number
  readonly isOnGround: boolean
}
