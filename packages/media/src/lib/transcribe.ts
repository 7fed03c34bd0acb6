import {
  type Client,
  type Extensible,
  type FileSource,
  multipartBody,
  type RequestOptions,
  request,
  type UploadOptions,
} from '@mira/core'
import { nameByContent } from './name-by-content.ts'
import { readTranscript } from './read-transcript.ts'
import { toFormPairs } from './to-form-pairs.ts'
import type { Transcript } from './transcript.ts'

/** Known fields of a transcription request. */
export interface TranscribeFields {
  /**
   * Audio file, in any common container; it is read while it is sent. A file without a name is named by its type or its
   * first bytes, because servers determine the format by the extension.
   */
  file: FileSource
  /** Spoken language, such as `en` or `en-US`. Detected by the server if omitted. */
  language?: string | undefined
  /** Words and names to expect. */
  prompt?: string | undefined
  model?: string | undefined
  response_format?: 'json' | 'verbose_json' | 'text' | 'srt' | 'vtt' | (string & {}) | undefined
  temperature?: number | undefined
  timestamp_granularities?: readonly ('segment' | 'word' | (string & {}))[] | undefined
}

/** Parameters of {@link transcribe}. Other fields are sent unchanged when they are spread. */
export type TranscribeParams = Extensible<TranscribeFields>

/** Options of {@link transcribe}. */
export interface TranscribeOptions extends RequestOptions, UploadOptions {
  /** Name of the form part that contains the audio file; some servers expect `audio`. Defaults to `file`. */
  readonly partName?: 'file' | 'audio' | (string & {}) | undefined
}

/**
 * Transcribes the speech in an audio file.
 *
 * @param client - Client created with `createClient`.
 * @returns The transcript, in the same shape for every `response_format`.
 * @throws {MiraError} when the call fails; `payload_too_large` above the server's limit.
 * @throws {TypeError} when `file` is not a file.
 * @see docs/protocol.md#transcribe
 */
export async function transcribe(
  client: Client,
  params: TranscribeParams,
  { partName = 'file', onUploadProgress, ...options }: TranscribeOptions = {},
): Promise<Transcript> {
  const { file, ...fields }: TranscribeFields = params
  // Core would send a string as a field.
  if ((typeof file !== 'object' && typeof file !== 'function') || file === null)
    throw new TypeError('file must be a Blob, bytes or a stream; for a path use fromPath of @mira/core/node')
  // The file comes last, so that a server that parses the request while receiving it has the parameters first.
  const named = await nameByContent(file, options.signal ?? undefined)
  const body = multipartBody([...toFormPairs(fields), [partName, named]], { onUploadProgress })
  return request(
    client,
    {
      operation: 'audio.transcribe',
      path: '/v1/audio/transcribe',
      // Not sent, but named in events: the model.
      json: fields,
      body,
      accept: 'application/json, text/plain, */*;q=0.5',
      read: readTranscript,
    },
    options,
  )
}
