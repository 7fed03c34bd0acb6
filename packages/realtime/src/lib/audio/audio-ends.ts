/** Where the user's sound comes from. */
export interface AudioSource {
  /** Hands out frames of 16-bit samples at this rate, about 20 ms each, until it is closed. */
  start(sampleRate: number, onFrame: (samples: Int16Array) => void): Promise<void>
  close(): Promise<void>
}

/** Where answers are played. */
export interface AudioSink {
  /** Must come first, and again when the rate changes. */
  start(sampleRate: number): Promise<void>
  write(itemId: string, samples: Int16Array): void
  /** Silence, now: what waits is forgotten. */
  stop(): void
  /** How much of an item has been heard, in milliseconds. */
  playedMs(itemId: string): number
  close(): Promise<void>
}
