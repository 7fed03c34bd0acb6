import { type Client, type RequestOptions, readObject, request } from '@mira/core'
import { asText, type Fields, firstField, isFields } from './fields.ts'

/** A voice to speak with; which fields beyond `id` there are depends on the server. */
export interface Voice {
  /** What `voice` of a speech request takes. */
  id: string
  name?: string | undefined
  language?: string | undefined
  languages?: string[] | undefined
  gender?: string | undefined
  description?: string | undefined
  preview_url?: string | undefined
  readonly [field: string]: unknown
}

/** The catalogue of voices. */
export interface VoiceList {
  data: Voice[]
  readonly [field: string]: unknown
}

/**
 * Lists the voices, whichever form the server answers in; an entry that names no voice is left out.
 *
 * @param client Connection made with `createClient`.
 * @throws {MiraError} as every call.
 * @see docs/protocol.md#voices
 */
export function listVoices(client: Client, options?: RequestOptions): Promise<VoiceList> {
  return request(
    client,
    {
      operation: 'audio.voices',
      path: '/v1/audio/voices',
      read: async (reply, context) => toVoiceList(await readObject(reply, context)),
    },
    options,
  )
}

function toVoiceList(body: object): VoiceList {
  const { data, voices, ...fields }: Fields = Array.isArray(body) ? { data: body } : (body as Fields)
  const entries = [data, voices].find(Array.isArray) ?? []
  return { ...fields, data: entries.flatMap(toVoice) }
}

function toVoice(entry: unknown): Voice[] {
  const fields = isFields(entry) ? entry : { id: entry }
  const id = firstField(fields, ['id', 'voice_id', 'voice', 'name'])
  const name = typeof id === 'number' ? String(id) : asText(id)
  return name === undefined ? [] : [{ ...fields, id: name }]
}
