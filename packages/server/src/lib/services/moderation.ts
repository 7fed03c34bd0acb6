import { ApiError } from '../api-error.ts'

/** What a moderator says of a text. */
export type ModerationVerdict = { readonly isBlocked: false } | { readonly isBlocked: true; readonly category: string }

/** Decides whether what a user wrote may reach an engine. */
export interface Moderator {
  check(texts: readonly string[], options: { readonly signal: AbortSignal }): Promise<ModerationVerdict>
}

/**
 * Refuses texts that the moderator blocks.
 *
 * @throws {ApiError} 422 whose detail is JSON with `error` and `category`, as the public API sends it.
 * @see docs/protocol.md#errors
 */
export async function refuseBlockedText(
  moderator: Moderator | undefined,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const verdict = await moderator?.check(texts, { signal })
  if (verdict?.isBlocked !== true) return
  const detail = JSON.stringify({ error: 'content_blocked', category: verdict.category })
  throw new ApiError(422, detail, { code: 'content_blocked' })
}
