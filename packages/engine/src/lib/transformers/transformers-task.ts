import type { DetectedObject } from '../vision-engine.ts'
import type { LabelScores } from './score-labels.ts'
import type { TransformersModelOptions } from './transformers-options.ts'

/** Use of a model. A process serves one of them. */
export type TransformersPurpose = 'embeddings' | 'detection' | 'classification'

/** Data that each task of the process gets. */
export interface TransformersWorkerData extends TransformersModelOptions {
  readonly purpose: TransformersPurpose
}

/** Task of the process that runs an ONNX model. */
export type TransformersTask =
  | { readonly kind: 'load' }
  | { readonly kind: 'embed'; readonly texts: readonly string[] }
  | { readonly kind: 'locate'; readonly image: Uint8Array; readonly target: string; readonly maxPixels: number }
  | { readonly kind: 'classify'; readonly texts: readonly string[] }

/** Results by kind of task. */
export interface TransformersResults {
  readonly load: TransformersDescription
  readonly embed: { readonly vectors: readonly Float32Array[]; readonly tokens: number }
  readonly locate: readonly DetectedObject[]
  readonly classify: readonly LabelScores[]
}

/** Properties of a loaded model. */
export interface TransformersDescription {
  /** Length of its embeddings. Zero for other purposes. */
  readonly dimensions: number
  /** Number of tokens that an embedding model reads at once. Undefined if its files limit it nowhere, and for other purposes. */
  readonly maxTokens?: number | undefined
  /** How it makes embeddings, for people. */
  readonly recipe: string
}
