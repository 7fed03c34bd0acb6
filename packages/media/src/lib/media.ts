import type { Client, RequestOptions } from '@mira/core'
import { createSpeech, type SpeechParams } from './create-speech.ts'
import { type EditImagesOptions, type EditImagesParams, editImages } from './edit-images.ts'
import { type GenerateImagesParams, generateImages } from './generate-images.ts'
import type { ImagesResult } from './generated-image.ts'
import { listVoices, type VoiceList } from './list-voices.ts'
import { type LocateParams, locate } from './locate.ts'
import type { LocateResult } from './locate-result.ts'
import type { Speech } from './speech.ts'
import { type TranscribeOptions, type TranscribeParams, transcribe } from './transcribe.ts'
import type { Transcript } from './transcript.ts'

/** Members that {@link media} adds to a client. */
export interface MediaMembers {
  readonly images: {
    /** Generates images from a prompt. See {@link generateImages}. */
    generate(params: GenerateImagesParams, options?: RequestOptions): Promise<ImagesResult>
    /** Creates images from other images. See {@link editImages}. */
    edit(params: EditImagesParams, options?: EditImagesOptions): Promise<ImagesResult>
  }
  readonly audio: {
    /** Transcribes speech. See {@link transcribe}. */
    transcribe(params: TranscribeParams, options?: TranscribeOptions): Promise<Transcript>
    /** Generates speech from text. See {@link createSpeech}. */
    speech(params: SpeechParams, options?: RequestOptions): Promise<Speech>
    /** Lists the available voices. See {@link listVoices}. */
    voices(options?: RequestOptions): Promise<VoiceList>
  }
  readonly vision: {
    /** Locates an object in an image. See {@link locate}. */
    locate(params: LocateParams, options?: RequestOptions): Promise<LocateResult>
  }
}

/**
 * Binds the operations of this package to a client.
 *
 * @example const mira = createClient().extend(media)
 */
export function media(client: Client): MediaMembers {
  return {
    images: {
      generate: (params, options) => generateImages(client, params, options),
      edit: (params, options) => editImages(client, params, options),
    },
    audio: {
      transcribe: (params, options) => transcribe(client, params, options),
      speech: (params, options) => createSpeech(client, params, options),
      voices: (options) => listVoices(client, options),
    },
    vision: { locate: (params, options) => locate(client, params, options) },
  }
}
