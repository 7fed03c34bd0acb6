import type { ChatRequest } from '../chat-engine.ts'

/** Task of the process that runs a GGUF model. */
export type GgufTask =
  | { readonly kind: 'describe'; readonly purpose: 'chat' | 'embeddings' }
  | { readonly kind: 'generate'; readonly request: ChatRequest }
  | { readonly kind: 'count'; readonly text: string }
  | { readonly kind: 'embed'; readonly texts: readonly string[] }

/** Properties of a loaded model. */
export interface GgufDescription {
  /** Context window, in tokens. */
  readonly contextSize: number
  /** Length of its embeddings. */
  readonly dimensions: number
}

/** Results by kind of task. Events of `generate` are those of a chat engine. */
export interface GgufResults {
  readonly describe: GgufDescription
  readonly generate: undefined
  readonly count: number
  readonly embed: { readonly vectors: readonly Float32Array[]; readonly tokens: number }
}
