import type { TimeOfDay, Weather } from '../scene/scene.ts'
import type { Relation, Side } from './vocabulary.ts'

/** Object to draw. */
export interface Subject {
  /** Words of the prompt, such as `foxes`. */
  readonly phrase: string
  /** Name of the drawing. */
  readonly drawing: string
  readonly count: number
  readonly color?: string | undefined
  /** Size factor. */
  readonly scale: number
  /** Relation of an earlier subject, by its index, to this one: the cat (earlier) is on this table. */
  readonly relation?: { readonly kind: Relation; readonly to: number } | undefined
  /** Place in the image. */
  readonly side?: Side | undefined
}

/** Type of image: a scene or a design. */
export type Layout = 'scene' | 'pattern' | 'logo' | 'chart' | 'typography' | 'gradient'

/** Understood content of a prompt. */
export interface PromptPlan {
  /** Language of the prompt, in which the image is described. */
  readonly language: 'en' | 'ru'
  readonly layout: Layout
  readonly subjects: readonly Subject[]
  readonly setting: string | undefined
  readonly timeOfDay: TimeOfDay
  readonly weather: Weather
  readonly season: string | undefined
  /** Style words and their filter. */
  readonly style: string | undefined
  readonly filter: string | undefined
  /** Quoted text to draw. */
  readonly text: string | undefined
  readonly colors: readonly string[]
  /** First content of the prompt: a part of the stage, or anything else. */
  readonly opening: 'stage' | 'other'
  /** Whether something like a photograph is asked for. */
  readonly isPhoto: boolean
  /** Named things that no drawing shows, in the words of the prompt. */
  readonly unknownThings: readonly string[]
  /** Everything asked for that is not drawn: unknown things, actions and attributes. */
  readonly notUnderstood: readonly string[]
}
