/** Position in an item's audio at which the conversation is to be truncated. */
export interface Truncation {
  readonly itemId: string
  readonly audioEndMs: number
  /** Fraction of the received audio that was played, from 0 to 1, if known. */
  readonly heardShare: number | undefined
  /** Whether the server has the audio; after a reconnect, it has only the text. */
  readonly isOnServer: boolean
}

/** Parts of the session used by `BargeIn`. */
export interface BargeInHost {
  /** Returns how much of an item has been played, in milliseconds; `undefined` if that is not known. */
  readonly playedMs: ((itemId: string) => number) | undefined
  /** Bytes per millisecond of received audio; `undefined` if the frame size varies. */
  readonly bytesPerMs: number | undefined
  /** Truncates an item. */
  truncate(truncation: Truncation): void
}

/** Position in an item's audio, as reported by the caller. */
export interface InterruptedItem {
  /** Defaults to the item received last. */
  readonly itemId?: string | undefined
  /** Played audio, in milliseconds. */
  readonly playedMs?: number | undefined
}
