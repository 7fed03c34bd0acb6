/** Result of a moderation check. */
export type ModerationVerdict = { readonly isBlocked: false } | { readonly isBlocked: true; readonly category: string }

/** Options of a moderation check. */
export interface ModerationOptions {
  readonly signal: AbortSignal
  /** Id of the user whose content is checked. */
  readonly caller?: string | undefined
}

/** Decides whether user content may reach an engine. */
export interface Moderator {
  /** Checks texts. */
  check(texts: readonly string[], options: ModerationOptions): Promise<ModerationVerdict>
  /** Checks an image. Without this method, images are not moderated. */
  checkImage?(image: Uint8Array, options: ModerationOptions): Promise<ModerationVerdict>
}
