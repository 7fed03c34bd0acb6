import type { Engine, EngineCallOptions } from './engine.ts'

/** A voice an engine can speak with. */
export interface Voice {
  /** Name a request gives. */
  readonly id: string
  /** Name for people. */
  readonly name: string
  /** BCP 47 tags of what it speaks. */
  readonly languages: readonly string[]
  readonly gender: 'female' | 'male'
  /** What it truly is, in one sentence. */
  readonly description: string
}

/** `pcm` is signed 16-bit little-endian without a header; all formats are mono. */
export type SpeechFormat = 'pcm' | 'wav' | 'mp3'

/** What to say and how. */
export interface SpeechRequest {
  readonly text: string
  readonly voice: string
  readonly format: SpeechFormat
  /** BCP 47 tag of the text; where it is left out the engine judges by the text. */
  readonly language?: string | undefined
  /** 0.25 to 4 times the voice's own pace (default 1); the pitch stays. */
  readonly speed?: number | undefined
  /** Hertz (default 24 000). */
  readonly sampleRate?: number | undefined
}

/** A part of the file asked for; the parts in order are the whole file. */
export interface SpeechPiece {
  readonly audio: Uint8Array
  /** The sentence spoken in it; empty in a piece that only ends the file. */
  readonly text: string
  readonly durationSeconds: number
}

/**
 * Speech as it is made, sentence by sentence.
 *
 * A `wav` begins with a header of unknown length, as streams have it; `finishWav` writes the true one into a whole file.
 */
export interface Speech extends AsyncIterable<SpeechPiece> {
  readonly mediaType: string
  readonly sampleRate: number
}

/** Turns text into speech. */
export interface SpeechEngine extends Engine {
  voices(): readonly Voice[]
  /**
   * Starts to speak; the work is done as the pieces are read.
   *
   * @throws {EngineInputError} at once for a text, voice, language, speed or rate it cannot take.
   */
  synthesize(request: SpeechRequest, options?: EngineCallOptions): Speech
}

/** Media type of each format; `pcm` tells its form in parameters (RFC 2586 leaves the byte order to us). */
export const speechMediaTypes: Readonly<Record<SpeechFormat, (sampleRate: number) => string>> = {
  pcm: (sampleRate) => `audio/pcm;rate=${sampleRate};channels=1`,
  wav: () => 'audio/wav',
  mp3: () => 'audio/mpeg',
}
