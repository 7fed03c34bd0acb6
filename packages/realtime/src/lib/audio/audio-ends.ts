/** Source of the user's audio. */
export interface AudioSource {
  /**
   * Starts capturing.
   *
   * @param sampleRate - Samples per second of the frames.
   * @param onFrame - Called with frames of 16-bit mono samples, about 20 ms each, until the source is closed.
   */
  start(sampleRate: number, onFrame: (samples: Int16Array) => void): Promise<void>
  /** Stops capturing and releases resources. */
  close(): Promise<void>
}

/** Output for the audio of responses. */
export interface AudioSink {
  /**
   * Starts the output. Called before the first `write`, and again if the sample rate changes.
   *
   * @param sampleRate - Samples per second of the audio to be written.
   */
  start(sampleRate: number): Promise<void>
  /** Queues 16-bit mono samples of an item for playback. */
  write(itemId: string, samples: Int16Array): void
  /** Stops playback immediately and discards queued audio. */
  stop(): void
  /** Returns how much of an item has been played, in milliseconds. */
  playedMs(itemId: string): number
  /** Stops playback and releases resources. */
  close(): Promise<void>
}
