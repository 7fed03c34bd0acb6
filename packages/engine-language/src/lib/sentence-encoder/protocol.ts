import type { ThreadError } from '@mira/engine/internal'

/** What the worker is asked: vectors for texts that fit the model's window, or the tokens of each text. */
export type EncoderRequest =
  | { readonly id: number; readonly kind: 'embed'; readonly texts: readonly string[] }
  | { readonly id: number; readonly kind: 'count'; readonly texts: readonly string[] }

/** What the worker answers; `vectors` lie end to end, {@link encoderDimensions} numbers each. */
export type EncoderReply =
  | { readonly id: number; readonly kind: 'embed'; readonly vectors: Float32Array }
  | { readonly id: number; readonly kind: 'count'; readonly tokens: readonly number[] }
  | { readonly id: number; readonly kind: 'error'; readonly error: ThreadError }

/** Length of the model's own vectors. */
export const encoderDimensions = 512

/** Tokens of one pass: the model reads about 128 and ignores the rest without a word. */
export const encoderWindowTokens = 120
