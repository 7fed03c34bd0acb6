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
    /**
     * Generates images from a prompt.
     *
     * @returns The images in `data`; each has `url` or `b64_json`, and `bytes()` and `blob()` read its content.
     * @throws {MiraError} when the call fails; `bad_request` or `content_blocked` for a prompt that is not allowed.
     * @throws {TypeError | RangeError} when the prompt is empty, or the references are not images or are too many.
     * @example
     * const { data } = await mira.images.generate({ prompt: 'A lighthouse at dusk' })
     */
    generate(params: GenerateImagesParams, options?: RequestOptions): Promise<ImagesResult>
    /**
     * Creates images from 1 to 4 reference images, the image to edit first.
     *
     * @param options - `encoding: 'multipart'` uploads the files and reports progress, instead of sending `data:` URIs.
     * @returns The images in `data`, as for `generate`.
     * @throws {MiraError} when the call fails; `bad_request` or `content_blocked` for a prompt or image that is not
     * allowed.
     * @throws {TypeError | RangeError} when the prompt is empty, or the references are not images, are missing or too
     * many.
     */
    edit(params: EditImagesParams, options?: EditImagesOptions): Promise<ImagesResult>
  }
  readonly audio: {
    /**
     * Transcribes the speech in an audio file.
     *
     * @param params - `file` to upload (for a path use `fromPath` of `@mira/core/node`), and fields of the request.
     * @returns The transcript, in the same shape for every `response_format`.
     * @throws {MiraError} when the call fails; `payload_too_large` above the server's limit.
     * @throws {TypeError} when `file` is not a file.
     */
    transcribe(params: TranscribeParams, options?: TranscribeOptions): Promise<Transcript>
    /**
     * Generates speech from text. Resolves as soon as the server starts to respond.
     *
     * @returns The audio, to be read while it is generated: iterate it, or call `stream()`, `bytes()` or `blob()`.
     * @throws {MiraError} when the call fails; `invalid_response` when the server sends no audio.
     * @throws {TypeError} when `input` is not a string, or is empty.
     * @example
     * const speech = await mira.audio.speech({ input: 'Hello', voice: 'aria' })
     */
    speech(params: SpeechParams, options?: RequestOptions): Promise<Speech>
    /**
     * Lists the available voices.
     *
     * @returns The voices in `data`; the `id` of one is a value for `voice` of a speech request.
     * @throws {MiraError} when the call fails.
     */
    voices(options?: RequestOptions): Promise<VoiceList>
  }
  readonly vision: {
    /**
     * Locates an object in an image.
     *
     * @param params - `image`, and a description of the object as `target`; `mode: 'grid'` returns cells instead of
     * boxes.
     * @returns `boxes` in fractions of the image size; `found: false` if the object is not in the image.
     * @throws {MiraError} when the call fails.
     * @throws {TypeError} when `target` is not a string or is empty, or `image` is not an image.
     */
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
