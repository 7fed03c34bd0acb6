import { z } from '@hono/zod-openapi'
import { ItemSchema } from './realtime-item.ts'
import { SessionChangeSchema } from './realtime-session.ts'

const event_id = z.string().max(512).nullish()
const item_id = z.string().min(1).max(128)

const ResponseSchema = SessionChangeSchema.extend({
  /** `none` leaves the conversation unchanged. */
  conversation: z.enum(['auto', 'none']).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  /** Items to answer instead of the conversation. */
  input: z.array(ItemSchema).max(200).nullish(),
})

/** Session settings overridden for one response. */
export type ResponseOverrides = z.infer<typeof ResponseSchema>

const events = {
  'session.update': z.object({ event_id, session: SessionChangeSchema }),
  'input_audio_buffer.append': z.object({ event_id, audio: z.string() }),
  'input_audio_buffer.commit': z.object({ event_id }),
  'input_audio_buffer.clear': z.object({ event_id }),
  'conversation.item.create': z.object({ event_id, item: ItemSchema, previous_item_id: z.string().nullish() }),
  'conversation.item.delete': z.object({ event_id, item_id }),
  'conversation.item.retrieve': z.object({ event_id, item_id }),
  'conversation.item.truncate': z.object({
    event_id,
    item_id,
    content_index: z.int().min(0),
    audio_end_ms: z.int().min(0),
  }),
  'response.create': z.object({ event_id, response: ResponseSchema.nullish() }),
  'response.cancel': z.object({ event_id, response_id: z.string().nullish() }),
} as const

/** Types of the events that a client may send. */
export const clientEventTypes = Object.keys(events) as ClientEventType[]

/** Type of an event that a client may send. */
export type ClientEventType = keyof typeof events

/** Parsed event of a client. */
export type ClientEvent<Type extends ClientEventType = ClientEventType> = {
  [Each in Type]: { readonly type: Each } & z.infer<(typeof events)[Each]>
}[Type]

/** Returns the schema of an event's fields, or `undefined` for an unknown type. */
export function schemaOf(type: string): z.ZodType | undefined {
  return Object.hasOwn(events, type) ? events[type as ClientEventType] : undefined
}
