import {
  type Client,
  type FileSource,
  multipartBody,
  type RequestOptions,
  request,
  type UploadOptions,
} from '@mira/core'
import type { Open } from './open.ts'
import { readTranscript } from './read-transcript.ts'
import { toFormPairs } from './to-form-pairs.ts'
import type { Transcript } from './transcript.ts'

/** The known fields of a transcription. */
export interface TranscribeFields {
  /** The recording, in any usual container; read as it is sent. */
  file: FileSource
  /** What is spoken, such as `en` or `en-US`; otherwise the server finds out. */
  language?: string | undefined
  /** Words and names to expect. */
  prompt?: string | undefined
  model?: string | undefined
  response_format?: 'json' | 'verbose_json' | 'text' | 'srt' | 'vtt' | (string & {}) | undefined
  temperature?: number | undefined
  timestamp_granularities?: readonly ('segment' | 'word' | (string & {}))[] | undefined
}

/** Parameters of {@link transcribe}; fields that are not listed are sent as they are. */
export type TranscribeParams = Open<TranscribeFields>

/** Options of {@link transcribe}. */
export interface TranscribeOptions extends RequestOptions, UploadOptions {
  /** What the part with the recording is called (default `file`); some servers want `audio`. */
  readonly partName?: 'file' | 'audio' | (string & {}) | undefined
}

/**
 * Writes down what is said in a recording.
 *
 * @param client Connection made with `createClient`.
 * @returns The transcript in one form, whichever `response_format` was asked for.
 * @throws {MiraError} as every call; `payload_too_large` above the server's limit.
 * @throws {TypeError} for a `file` that is none.
 * @see docs/protocol.md#transcribe
 */
export async function transcribe(
  client: Client,
  params: TranscribeParams,
  { partName = 'file', onUploadProgress, ...options }: TranscribeOptions = {},
): Promise<Transcript> {
  const { file, ...fields }: TranscribeFields = params
  // Core would send text as a field.
  if (typeof file !== 'object' && typeof file !== 'function')
    throw new TypeError('file must be a Blob, bytes or a stream; for a path use fromPath of @mira/core/node')
  // The file comes last, so that a server that reads as it receives knows what it is asked for.
  const body = multipartBody([...toFormPairs(fields), [partName, file]], { onUploadProgress })
  return request(
    client,
    {
      operation: 'audio.transcribe',
      path: '/v1/audio/transcribe',
      body,
      accept: 'application/json, text/plain, */*;q=0.5',
      read: readTranscript,
    },
    options,
  )
}
