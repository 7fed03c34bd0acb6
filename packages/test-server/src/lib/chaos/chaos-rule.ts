/** Faults for one direction. Offsets count from the start of the connection. */
export interface DirectionRule {
  /** Closes both sides (FIN) after this many bytes; 0 closes them when the first byte arrives. */
  dropAt?: number | undefined
  /** Resets both sides (RST) after this many bytes. */
  resetAt?: number | undefined
  /** Forwards this many bytes and discards the rest, including the end of the stream. */
  stallAt?: number | undefined
  /** Forwards bytes in chunks of this size. */
  chunkBytes?: number | undefined
  /** Delay before each chunk, in milliseconds. */
  delayMs?: number | undefined
}

/** Faults for one connection. */
export interface ChaosRule {
  toServer?: DirectionRule | undefined
  toClient?: DirectionRule | undefined
}
