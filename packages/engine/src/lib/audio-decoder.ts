import type { EngineCallOptions } from './engine.ts'

/** Options of {@link AudioDecoder.decode}. */
export interface DecodeAudioOptions extends EngineCallOptions {
  /** Maximum duration of the audio, in seconds. Defaults to 600. */
  readonly maxDurationSeconds?: number | undefined
}

/** Decodes audio files into the samples that speech recognition expects. */
export interface AudioDecoder {
  /**
   * Decodes WAV, MP3, FLAC, or Opus or Vorbis in OGG or WebM to 16 kHz mono. The format is detected from the content.
   *
   * @throws {EngineInputError} `unsupported_format` for any other format, `unreadable` for a damaged file, `empty`, or
   *   `too_long` when the audio exceeds `maxDurationSeconds`, or `too_large` for an absurd sample rate or channel count.
   */
  decode(file: Uint8Array, options?: DecodeAudioOptions): Promise<Int16Array>
  /** Stops the process and rejects pending calls. Idempotent. */
  close(): Promise<void>
}
