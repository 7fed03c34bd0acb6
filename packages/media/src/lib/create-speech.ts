import {
  type Client,
  type Download,
  download,
  isMiraError,
  MiraError,
  metadataOf,
  type RequestOptions,
} from '@mira/core'
import { amendError } from '@mira/core/internal'
import { asText, type Fields, firstField, isFields } from './fields.ts'
import type { MediaContent } from './media-content.ts'
import type { Open } from './open.ts'
import { type ContentPlace, openContent } from './open-content.ts'
import { Speech } from './speech.ts'

/** The known fields of a speech. */
export interface SpeechFields {
  /** What to say. */
  input: string
  /** Such as `aria`; `listVoices` tells them. */
  voice?: 'aria' | (string & {}) | undefined
  model?: string | undefined
  /** Default `mp3`. */
  response_format?: 'mp3' | 'opus' | 'aac' | 'flac' | 'wav' | 'pcm' | (string & {}) | undefined
  /** 0.25 to 4 times the usual. */
  speed?: number | undefined
  /** How to say it. */
  instructions?: string | undefined
  language?: string | undefined
}

/** Parameters of {@link createSpeech}; fields that are not listed are sent as they are. */
export type SpeechParams = Open<SpeechFields>

const operation = 'audio.speech'

const mediaTypes: Readonly<Record<string, string>> = {
  opus: 'audio/ogg',
  aac: 'audio/aac',
  flac: 'audio/flac',
  wav: 'audio/wav',
  pcm: 'audio/pcm',
}

/**
 * Speaks a text. The result is there as soon as the server begins, and is read while it speaks.
 *
 * @param client Connection made with `createClient`.
 * @throws {MiraError} as every call; `invalid_response` when the server sends no sound. When it sent an address that
 * cannot be read, `partial` is its reply.
 * @throws {TypeError} for an `input` that is no text, or empty.
 * @see docs/protocol.md#speech
 */
export async function createSpeech(
  client: Client,
  params: SpeechParams,
  options: RequestOptions = {},
): Promise<Speech> {
  if (typeof params?.input !== 'string' || params.input === '')
    throw new TypeError('input must be a text, and not empty')
  const reply = download(client, { operation, path: '/v1/audio/speech', json: params, isBilled: true }, options)
  const isJson = jsonType.test((await reply.open()).mediaType ?? '')
  const content = isJson ? await openDescribed(client, reply, options) : reply
  const mediaType = await readSoundType(content, params.response_format)
  return new Speech(content, { mediaType, metadata: metadataOf(reply) })
}

const jsonType = /^application\/([\w.-]+\+)?json\b/i

/** The kind of sound as the server says it, else as it was asked for. Text is none, whatever it was meant to be. */
async function readSoundType(content: MediaContent, format = 'mp3'): Promise<string> {
  const { mediaType = '' } = await content.open()
  if (/^(audio|video)\//i.test(mediaType)) return mediaType
  if (/^text\//i.test(mediaType) || jsonType.test(mediaType)) {
    content.close()
    throw invalid(`expected a sound, the server answered with ${mediaType}; is baseUrl right?`)
  }
  return (Object.hasOwn(mediaTypes, format) && mediaTypes[format]) || 'audio/mpeg'
}

/** The sound that a JSON reply tells of. Neither the headers nor the key of the request are for another server. */
async function openDescribed(
  client: Client,
  reply: Download,
  { signal, timeout, retry }: RequestOptions,
): Promise<MediaContent> {
  const described = parse(await reply.text())
  const place = findSound(described)
  if (!place) throw invalid('the reply has neither an address nor a sound')
  const content = openContent(client, place, { operation, signal, timeout, retry })
  try {
    await content.open()
  } catch (error) {
    // The sound is made and paid for: whoever knows its address can ask for it again.
    throw isMiraError(error) ? amendError(error, { partial: described }) : error
  }
  return content
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw invalid('the reply is not the JSON that it says it is', cause)
  }
}

const wrapperDepth = 3

/** Where the sound is: an address or base64 under the known names, also within an object or the first of a list. */
function findSound(value: unknown, depth = wrapperDepth): ContentPlace | undefined {
  if (depth === 0) return undefined
  if (Array.isArray(value)) return findSound(value[0], depth - 1)
  if (!isFields(value)) return undefined
  const url = asText(firstField(value, ['audio_url', 'url']))
  if (url !== undefined) return { url }
  return findInline(value, depth)
}

function findInline(fields: Fields, depth: number): ContentPlace | undefined {
  const content = firstField(fields, ['audio', 'data', 'b64_json', 'base64'])
  const text = asText(content)
  if (text === undefined) return findSound(content, depth - 1)
  return /^https?:\/\//i.test(text) ? { url: text } : { base64: text }
}

const invalid = (reason: string, cause?: unknown): MiraError =>
  new MiraError(`${operation}: ${reason}`, { code: 'invalid_response', operation, cause })
