import type { EngineCallOptions } from './engine.ts'

/** Options of {@link AudioDecoder.decode}. */
export interface DecodeAudioOptions extends EngineCallOptions {
  /** Longer sound is refused (default 600). */
  readonly maxDurationSeconds?: number | undefined
}

/** Turns audio files into the sound that recognition takes. */
export interface AudioDecoder {
  /**
   * Decodes WAV, MP3, FLAC, or Opus or Vorbis in OGG or WebM, told by its content, to 16 kHz mono.
   *
   * @throws {EngineInputError} `unsupported_format` for what is none of these, `unreadable` for what is broken, `empty`, and
   * `too_long` for what is longer than allowed.
   */
  decode(file: Uint8Array, options?: DecodeAudioOptions): Promise<Int16Array>
  /** Ends the thread; calls under way are rejected. Safe to call twice. */
  close(): Promise<void>
}
