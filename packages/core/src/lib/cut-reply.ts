import type { RawReply } from './wire-types.ts'

/** Returns the vector for which a value of a reply stands, or `undefined` if it is as sent by the server. */
export type FindVector = (embedding: unknown) => Float32Array | undefined

/** Reply whose vectors are decoded while it is read, if the runtime can. */
export interface CutReply extends RawReply {
  /** Absent if vectors are left in the body. */
  readonly find?: FindVector
}

/** Options of {@link CutVectors}. */
export interface CutOptions {
  readonly operation: string
  /** Maximum size of the body, with its vectors. */
  readonly maxBytes: number
}

/** Cuts the base64 of vectors out of an embeddings reply, of which only the items may have an `embedding`. */
export type CutVectors = (reply: RawReply, options: CutOptions) => CutReply | Promise<CutReply>
