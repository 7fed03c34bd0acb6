import type { Engine, EngineCallOptions } from './engine.ts'

/** Voice of a speech engine. */
export interface Voice {
  /** ID to use in requests. */
  readonly id: string
  /** Display name. */
  readonly name: string
  /** BCP 47 tags of the languages it speaks. */
  readonly languages: readonly string[]
  readonly gender: 'female' | 'male'
  /** One-sentence description of how the voice is made. */
  readonly description: string
}

/** Output format. `pcm` is signed 16-bit little-endian without a header. All formats are mono. */
export type SpeechFormat = 'pcm' | 'wav' | 'mp3'

/** Request to synthesize speech. */
export interface SpeechRequest {
  readonly text: string
  readonly voice: string
  readonly format: SpeechFormat
  /** BCP 47 tag of the text. Detected from the text if omitted. */
  readonly language?: string | undefined
  /** Speed factor relative to the voice's normal pace, 0.25 to 4. The pitch is unchanged. Defaults to 1. */
  readonly speed?: number | undefined
  /** Sample rate in hertz. Defaults to 24 000. */
  readonly sampleRate?: number | undefined
}

/** Chunk of the requested file. The concatenated chunks are the complete file. */
export interface SpeechPiece {
  readonly audio: Uint8Array
  /** The sentence spoken in this chunk; empty for a chunk that only ends the file. */
  readonly text: string
  readonly durationSeconds: number
}

/**
 * Speech stream, produced sentence by sentence.
 *
 * A `wav` stream begins with a header of unknown length; `finishWav` writes the actual length into the complete file.
 */
export interface Speech extends AsyncIterable<SpeechPiece> {
  readonly mediaType: string
  readonly sampleRate: number
}

/** Converts text into speech. */
export interface SpeechEngine extends Engine {
  voices(): readonly Voice[]
  /**
   * Synthesizes speech. The work is done lazily as the chunks are read.
   *
   * @throws {EngineInputError} synchronously when the text, voice, language, speed or sample rate is not supported.
   */
  synthesize(request: SpeechRequest, options?: EngineCallOptions): Speech
}

/**
 * Media type by format. `pcm` carries rate and channels as parameters; RFC 2586 leaves the byte order to the
 * application.
 */
export const speechMediaTypes: Readonly<Record<SpeechFormat, (sampleRate: number) => string>> = {
  pcm: (sampleRate) => `audio/pcm;rate=${sampleRate};channels=1`,
  wav: () => 'audio/wav',
  mp3: () => 'audio/mpeg',
}
