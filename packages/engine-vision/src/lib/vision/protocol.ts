import type { ReadText, SeenObject } from '@mira/engine'

/** An image file and the limit on its pixels. */
export interface ImageInput {
  readonly image: Uint8Array
  /** Width times height of the largest picture that is taken. */
  readonly maxPixels: number
}

/** Results by kind of task. */
export interface VisionResults {
  readonly detect: readonly SeenObject[]
  readonly locate: readonly SeenObject[]
  readonly readText: ReadText
  readonly describe: string
}

/** Kinds of tasks of the vision worker. */
export type VisionTaskKind = keyof VisionResults

/** A task of the vision worker. */
export interface VisionTask extends ImageInput {
  readonly kind: VisionTaskKind
  /** The phrase to locate, or the question to answer; otherwise empty. */
  readonly words: string
}
