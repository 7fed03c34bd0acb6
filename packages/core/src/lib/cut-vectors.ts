import * as runtime from '#runtime'
import type { CutVectors } from './cut-reply.ts'

// Annotated here because `moduleResolution: node10` resolves no `#runtime`.

/** Cuts the base64 of vectors out of an embeddings reply, of which only the items may have an `embedding`. */
export const cutVectors: CutVectors = runtime.cutVectors
