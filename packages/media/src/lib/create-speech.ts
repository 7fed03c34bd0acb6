import {
  billed,
  type Client,
  type Download,
  download,
  type Extensible,
  isMiraError,
  MiraError,
  metadataOf,
  type RequestOptions,
} from '@mira/core'
import { amendError, isRecord, parseJson, readErrorBody, redactJson, reportedError, stateOf } from '@mira/core/internal'
import { asText, type Fields, firstField } from './fields.ts'
import type { MediaContent } from './media-content.ts'
import { type ContentLocation, openContent } from './open-content.ts'
import { noAudio, SoundContent } from './sound-content.ts'
import { Speech } from './speech.ts'

/** Known fields of a speech request. */
export interface SpeechFields {
  /** Text to speak. */
  input: string
  /** Voice id, such as `aria`; `listVoices` returns the available voices. */
  voice?: 'aria' | (string & {}) | undefined
  model?: string | undefined
  /** Audio format. Defaults to `mp3`. */
  response_format?: 'mp3' | 'opus' | 'aac' | 'flac' | 'wav' | 'pcm' | (string & {}) | undefined
  /** Speed, 0.25 to 4 times the normal speed. */
  speed?: number | undefined
  /** Instructions for how to speak the text. */
  instructions?: string | undefined
  language?: string | undefined
}

/** Parameters of {@link createSpeech}. Other fields are sent unchanged when they are spread. */
export type SpeechParams = Extensible<SpeechFields>

const operation = 'audio.speech'

const mediaTypes: Readonly<Record<string, string>> = {
  opus: 'audio/ogg',
  aac: 'audio/aac',
  flac: 'audio/flac',
  wav: 'audio/wav',
  pcm: 'audio/pcm',
}

/**
 * Generates speech from text. Resolves as soon as the server starts to respond; the audio can be read while it is
 * generated.
 *
 * @param client - Client created with `createClient`.
 * @throws {MiraError} when the call fails; `invalid_response` when the server sends no audio. If it sent a URL that
 * cannot be read, `partial` is its reply.
 * @throws {TypeError} when `input` is not a string, or is empty.
 * @see docs/protocol.md#speech
 */
export async function createSpeech(
  client: Client,
  params: SpeechParams,
  options: RequestOptions = {},
): Promise<Speech> {
  if (typeof params?.input !== 'string' || params.input === '') throw new TypeError('input must be a non-empty string')
  const reply = download(client, { operation, path: '/v1/audio/speech', json: params, billing: billed }, options)
  const { mediaType: replyType = '' } = await reply.open()
  const content = textType.test(replyType) ? await openDescribed(client, { reply, replyType }, options) : reply
  const mediaType = await readSoundType(content, params.response_format)
  return new Speech(new SoundContent(content), { mediaType, metadata: metadataOf(reply) })
}

/** JSON, which may describe where the audio is, or text, which may be the server's error. */
const textType = /^(text\/|application\/([\w.-]+\+)?(json|problem)\b)/i

/**
 * Returns the audio type that the server reports, or else that of the requested format. Text is never accepted as
 * audio.
 */
async function readSoundType(content: MediaContent, format = 'mp3'): Promise<string> {
  const { mediaType = '', totalBytes } = await content.open()
  const isText = textType.test(mediaType)
  if (isText || totalBytes === 0) {
    content.close()
    throw isText ? invalid(`expected audio, got ${mediaType}. Is baseUrl correct?`) : noAudio()
  }
  if (/^(audio|video)\//i.test(mediaType)) return mediaType
  return (Object.hasOwn(mediaTypes, format) && mediaTypes[format]) || 'audio/mpeg'
}

/**
 * Opens the audio that a JSON reply refers to. The headers and the API key of the request are not sent to another
 * server.
 */
async function openDescribed(
  client: Client,
  { reply, replyType }: { reply: Download; replyType: string },
  { signal, timeout, retry }: RequestOptions,
): Promise<MediaContent> {
  const text = await reply.text()
  const described = parseJson(text)
  const location = findSound(described)
  if (!location || (isRecord(described) && described.error)) {
    throw describedError(redactJson(described ?? text, stateOf(client).secrets), replyType)
  }
  const content = openContent(client, location, { operation, signal, timeout, retry })
  try {
    await content.open()
  } catch (error) {
    // The audio is generated and billed; a caller with its URL can download it again.
    throw isMiraError(error) ? amendError(error, { partial: described }) : error
  }
  return content
}

/** Returns the error of a response without audio, with the server's words if it has any. */
function describedError(body: unknown, mediaType: string): MiraError {
  const words = readErrorBody(body).message
  if (isRecord(body) && (body.error || words)) return reportedError(body, { operation })
  if (typeof body !== 'string') return invalid('the response contains neither a URL nor audio')
  return invalid(`expected audio, got ${mediaType}${words ? ` ("${words.slice(0, 200)}")` : ''}. Is baseUrl correct?`)
}

const wrapperDepth = 3

/** Finds the audio: a URL or base64 under the known field names, also inside an object or the first item of a list. */
function findSound(value: unknown, depth = wrapperDepth): ContentLocation | undefined {
  if (depth === 0) return undefined
  if (Array.isArray(value)) return findSound(value[0], depth - 1)
  if (!isRecord(value)) return undefined
  const url = asText(firstField(value, ['audio_url', 'url']))
  if (url !== undefined) return { url }
  return findInline(value, depth)
}

function findInline(fields: Fields, depth: number): ContentLocation | undefined {
  const content = firstField(fields, ['audio', 'data', 'b64_json', 'base64'])
  const text = asText(content)
  if (text === undefined) return findSound(content, depth - 1)
  return /^https?:\/\//i.test(text) ? { url: text } : { base64: text }
}

const invalid = (reason: string): MiraError =>
  new MiraError(`${operation}: ${reason}`, { code: 'invalid_response', operation })
