import type { ConversationItem } from './conversation-item.ts'

interface Fields {
  event_id?: string | undefined
}

/** Known client events. `session.send` also accepts any other event. */
export type RealtimeClientEvent = Fields &
  (
    | { type: 'session.update'; session: Record<string, unknown> }
    | { type: 'input_audio_buffer.append'; audio: string }
    | { type: 'input_audio_buffer.commit' }
    | { type: 'input_audio_buffer.clear' }
    | { type: 'conversation.item.create'; item: ConversationItem; previous_item_id?: string | undefined }
    | { type: 'conversation.item.delete'; item_id: string }
    | { type: 'conversation.item.retrieve'; item_id: string }
    | { type: 'conversation.item.truncate'; item_id: string; content_index: number; audio_end_ms: number }
    | { type: 'response.create'; response?: Record<string, unknown> | undefined }
    | { type: 'response.cancel'; response_id?: string | undefined }
  )

/** An event of any type, including those unknown to this package. */
export interface WireEvent {
  readonly type: string
  readonly [field: string]: unknown
}
