import { SentenceEncoder } from './sentence-encoder.ts'

/** A share in the one encoder of the process. */
export interface EncoderLease {
  readonly encoder: SentenceEncoder
  /** Gives the share back; the last one ends the thread. Safe to call twice. */
  release(): Promise<void>
}

let current: { readonly encoder: SentenceEncoder; shares: number } | undefined

/** Takes a share in the process's encoder: chat and embeddings together pay for one model (250 MB), not two. */
export function leaseEncoder(): EncoderLease {
  current ??= { encoder: new SentenceEncoder(), shares: 0 }
  const shared = current
  shared.shares++
  let isReleased = false
  return {
    encoder: shared.encoder,
    async release() {
      if (isReleased) return
      isReleased = true
      if (--shared.shares > 0) return
      if (current === shared) current = undefined
      await shared.encoder.close()
    },
  }
}
