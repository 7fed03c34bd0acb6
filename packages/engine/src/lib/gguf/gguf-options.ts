/** Where a model is and how much of the machine it may take. */
export interface GgufModelOptions {
  /** Path of the GGUF file. */
  readonly modelPath: string
  /** Tokens of prompt and answer together (default what the model was trained for, at most 8 192). */
  readonly contextSize?: number | undefined
  /** Processor threads (default node-llama-cpp's choice). */
  readonly threads?: number | undefined
  /** Imports the peer; a seam for other builds of it. */
  readonly loadLlama?: (() => Promise<unknown>) | undefined
}
