import { createLocalEmbeddingEngine } from '../../packages/engine-language/src/index.ts'

declare global {
  var keptLanguageEngine: ReturnType<typeof createLocalEmbeddingEngine> | undefined
}

// Holds a lease on the shared language process for as long as the worker runs: it would otherwise end with the server of each
// test file, and loading its model and packages again takes seconds. It starts with the first call, as it does without.
globalThis.keptLanguageEngine ??= createLocalEmbeddingEngine()
