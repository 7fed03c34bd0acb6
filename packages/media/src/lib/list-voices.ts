import { type Client, type RequestOptions, request } from '@mira/core'
import { isRecord, readReply } from '@mira/core/internal'
import { asText, type Fields, firstField } from './fields.ts'

/** A voice for speech; the fields beyond `id` depend on the server. */
export interface Voice {
  /** Value for `voice` of a speech request. */
  id: string
  name?: string | undefined
  language?: string | undefined
  languages?: string[] | undefined
  gender?: string | undefined
  description?: string | undefined
  preview_url?: string | undefined
  readonly [field: string]: unknown
}

/** Catalog of voices. */
export interface VoiceList {
  data: Voice[]
  readonly [field: string]: unknown
}

/**
 * Lists the available voices. All known response formats are supported; an entry that names no voice is omitted.
 *
 * @param client - Client created with `createClient`.
 * @throws {MiraError} when the call fails.
 * @see docs/protocol.md#voices
 */
export function listVoices(client: Client, options?: RequestOptions): Promise<VoiceList> {
  return request(
    client,
    {
      operation: 'audio.voices',
      path: '/v1/audio/voices',
      read: async (reply, context) => toVoiceList(await readReply<Fields>(reply, context, hasVoices)),
    },
    options,
  )
}

const hasVoices = (body: Fields): boolean => [body, body.data, body.voices].some(Array.isArray)

function toVoiceList(body: object): VoiceList {
  const { data, voices, ...fields }: Fields = Array.isArray(body) ? { data: body } : (body as Fields)
  const entries = [data, voices].find(Array.isArray) ?? []
  return { ...fields, data: entries.flatMap(toVoice) }
}

function toVoice(entry: unknown): Voice[] {
  const fields = isRecord(entry) ? entry : { id: entry }
  const id = firstField(fields, ['id', 'voice_id', 'voice', 'name'])
  const name = typeof id === 'number' ? String(id) : asText(id)
  return name === undefined ? [] : [{ ...fields, id: name }]
}
