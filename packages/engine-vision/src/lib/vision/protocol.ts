import type { DetectedObject, RecognizedText } from '@mira/engine'

/** Image file with its pixel limit. */
export interface ImageInput {
  readonly image: Uint8Array
  /** Maximum width times height of an accepted image. */
  readonly maxPixels: number
}

/** Results by kind of task. */
export interface VisionResults {
  readonly detect: readonly DetectedObject[]
  readonly locate: readonly DetectedObject[]
  readonly readText: RecognizedText
  readonly describe: string
}

/** Kind of task of the vision worker. */
export type VisionTaskKind = keyof VisionResults

/** Task of the vision worker. */
export interface VisionTask extends ImageInput {
  readonly kind: VisionTaskKind
  /** Phrase to locate or question to answer; otherwise empty. */
  readonly words: string
}
