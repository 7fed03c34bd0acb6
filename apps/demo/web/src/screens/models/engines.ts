/** Capabilities in the order of the page. */
export const capabilities = [
  ...(['chat', 'embeddings', 'images', 'vision', 'speech', 'transcription', 'punctuation'] as const),
  ...(['turnDetection', 'music', 'video', 'moderation', 'imageModeration'] as const),
]

/** Capability with an engine of its own. */
export type Capability = (typeof capabilities)[number]

/** State of an engine as reported by `GET /health`. */
export type EngineState = 'absent' | 'idle' | 'downloading' | 'loading' | 'ready' | 'failed'

/** Engine of a capability as reported by `GET /health`. */
export interface EngineReport {
  readonly state: EngineState
  readonly name?: string
  readonly kind?: string
  readonly hint?: string
  /** Progress in bytes. */
  readonly download?: { readonly done: number; readonly total: number }
}

/** Engine of a model as reported by `GET /v1/models`. */
export interface EngineDetails {
  readonly name: string
  readonly description: string
  readonly source?: string
  readonly revision?: string
  readonly sha256?: string
  readonly license?: string
}

/** Name of the catalog that the form starts with. */
export const catalogName = 'smollm2-135m'

/** Sources that the form suggests: the catalog, a hub, a file, and another server such as Ollama. */
export const exampleSources = [
  catalogName,
  'hf:onnx-community/SmolLM2-360M-Instruct:q4',
  './model.gguf',
  'http://127.0.0.1:11434/v1#llama3.2',
  'local',
] as const

/** Sources that are downloaded: models of a hub, and names of the catalog. */
const downloadedSource = /^(?:hf:|(?!(?:local|off)$)[a-z0-9][a-z0-9.-]*$)/

/** Text that a shell takes for one word without quoting. */
const plainSource = /^[\w./:@#%+~-]+$/

/**
 * Returns the commands that start the server with another engine.
 *
 * @returns Undefined for a source that a shell would not take for one word.
 */
export function formatCommands(capability: Capability, source: string): string | undefined {
  if (!plainSource.test(source)) return undefined
  const name = capability.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  const pull = downloadedSource.test(source) ? `mira-server pull ${source}\n` : ''
  return `${pull}mira-server --engine ${name}=${source}`
}
