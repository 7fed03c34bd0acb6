import type { TimeOfDay, Weather } from '../scene/scene.ts'
import type { Relation } from './vocabulary.ts'

/** A thing to be drawn. */
export interface Subject {
  /** The words of the prompt, such as `foxes`. */
  readonly phrase: string
  /** Name of the drawing. */
  readonly drawing: string
  readonly count: number
  readonly color?: string | undefined
  /** Factor on its size. */
  readonly scale: number
  /** How an earlier subject (by its place in the list) stands to this one: the cat (earlier) is on this table. */
  readonly relation?: { readonly kind: Relation; readonly to: number } | undefined
}

/** What a picture is made as, when it is no scene. */
export type Layout = 'scene' | 'pattern' | 'logo' | 'chart' | 'typography' | 'gradient'

/** What a prompt asks for, as far as it was understood. */
export interface PromptPlan {
  readonly layout: Layout
  readonly subjects: readonly Subject[]
  readonly setting: string | undefined
  readonly timeOfDay: TimeOfDay
  readonly weather: Weather
  readonly season: string | undefined
  /** Style words and the filter they mean. */
  readonly style: string | undefined
  readonly filter: string | undefined
  /** Text in quotes, to be written. */
  readonly text: string | undefined
  readonly colors: readonly string[]
  readonly notUnderstood: readonly string[]
}
