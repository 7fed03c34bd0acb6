/** Location of a model and its resource limits. */
export interface GgufModelOptions {
  /** Path to the GGUF file. */
  readonly modelPath: string
  /** Context window for prompt and response, in tokens. Defaults to the model's training context, at most 8 192. */
  readonly contextSize?: number | undefined
  /** Number of CPU threads. Defaults to the choice of node-llama-cpp. */
  readonly threads?: number | undefined
  /** Imports the peer dependency. Override it to use another build. */
  readonly loadLlama?: (() => Promise<unknown>) | undefined
}
