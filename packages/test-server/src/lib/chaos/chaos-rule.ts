/** What happens to the bytes of one direction. Offsets count from the start of the connection. */
export interface DirectionRule {
  /** Closes both sides (FIN) after this many bytes; 0 as soon as there is a byte to pass. */
  dropAt?: number | undefined
  /** Resets both sides (RST) after this many bytes. */
  resetAt?: number | undefined
  /** Passes this many bytes and swallows the rest, the end of the stream included. */
  stallAt?: number | undefined
  /** Passes bytes on in portions of this size. */
  chunkBytes?: number | undefined
  /** Waits before each portion. */
  delayMs?: number | undefined
}

/** What happens to one connection. */
export interface ChaosRule {
  toServer?: DirectionRule | undefined
  toClient?: DirectionRule | undefined
}
