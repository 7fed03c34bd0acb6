import { createLocalEmbeddingEngine } from '@mira/engines'
import type { ServerEngines } from '../options.ts'

/** What serves a capability for which nothing else is configured; each is made at its first use. */
export const localEngines: ServerEngines = {
  async embeddings() {
    const engine = createLocalEmbeddingEngine()
    // It loads its weights at the first call; the first user should not wait for them, and `ready` should be true.
    await engine.embed(['ready'])
    return engine
  },
}
