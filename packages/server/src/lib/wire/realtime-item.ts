import { z } from '@hono/zod-openapi'
import type { Dialect } from './realtime-dialect.ts'

/** Part of a message, written or spoken. */
export type ItemPart =
  | { readonly type: 'text'; readonly text: string }
  /** `transcript` is null until it is known. */
  | { readonly type: 'audio'; transcript: string | null }

/** Message of a conversation. */
export interface MessageItem {
  readonly id: string
  readonly type: 'message'
  readonly role: 'system' | 'user' | 'assistant'
  status: ItemStatus
  content: readonly ItemPart[]
}

/** Function call of the model. */
export interface FunctionCallItem {
  readonly id: string
  readonly type: 'function_call'
  status: ItemStatus
  readonly callId: string
  readonly name: string
  arguments: string
}

/** Output of a function call. */
export interface FunctionOutputItem {
  readonly id: string
  readonly type: 'function_call_output'
  readonly status: ItemStatus
  readonly callId: string
  readonly output: string
}

/** Status of an item. */
export type ItemStatus = 'in_progress' | 'completed' | 'incomplete'

/** Item of a conversation. */
export type Item = MessageItem | FunctionCallItem | FunctionOutputItem

/** Item added by a client, with the audio that is still to be transcribed. */
export interface ReceivedItem {
  readonly item: Item
  readonly audio: { readonly part: Extract<ItemPart, { type: 'audio' }>; readonly base64: string } | undefined
}

const IdSchema = z.string().min(1).max(128)

const PartSchema = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['input_text', 'text', 'output_text']), text: z.string().max(500_000) }),
  z.object({
    type: z.enum(['input_audio', 'audio', 'output_audio']),
    audio: z.string().nullish(),
    transcript: z.string().max(500_000).nullish(),
  }),
])

/** Item as sent in `conversation.item.create`. */
export const ItemSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message'),
    id: IdSchema.nullish(),
    role: z.enum(['system', 'user', 'assistant']),
    content: z.array(PartSchema).min(1).max(32),
  }),
  z.object({
    type: z.literal('function_call'),
    id: IdSchema.nullish(),
    call_id: IdSchema.nullish(),
    name: z.string().min(1).max(128),
    arguments: z.string().max(500_000),
  }),
  z.object({
    type: z.literal('function_call_output'),
    id: IdSchema.nullish(),
    call_id: IdSchema,
    output: z.string().max(500_000),
  }),
])

/**
 * Converts an item from the wire.
 *
 * @param newId - Creates an id for an item without one.
 */
export function toItem(received: z.infer<typeof ItemSchema>, newId: (prefix: string) => string): ReceivedItem {
  const id = received.id ?? newId('item_')
  const status = 'completed'
  switch (received.type) {
    case 'message': {
      const content = received.content.map((part): ItemPart => {
        if ('text' in part) return { type: 'text', text: part.text }
        return { type: 'audio', transcript: part.transcript ?? null }
      })
      const audioIndex = received.content.findIndex((part) => 'audio' in part && part.audio && !part.transcript)
      const spoken = received.content[audioIndex]
      const part = content[audioIndex]
      const base64 = spoken && 'audio' in spoken ? spoken.audio : undefined
      const audio = part?.type === 'audio' && base64 ? { part, base64 } : undefined
      return { item: { id, type: 'message', role: received.role, status, content }, audio }
    }
    case 'function_call':
      return {
        item: { ...received, id, status, callId: received.call_id ?? newId('call_') },
        audio: undefined,
      }
    case 'function_call_output':
      return {
        item: { id, type: received.type, status, callId: received.call_id, output: received.output },
        audio: undefined,
      }
  }
}

/** Encodes an item for the client. */
export function encodeItem(item: Item, dialect: Dialect): Record<string, unknown> {
  const { id, type, status } = item
  const common = { id, object: 'realtime.item', type, status }
  switch (item.type) {
    case 'message':
      return { ...common, role: item.role, content: item.content.map((part) => encodePart(part, item.role, dialect)) }
    case 'function_call':
      return { ...common, call_id: item.callId, name: item.name, arguments: item.arguments }
    case 'function_call_output':
      return { ...common, call_id: item.callId, output: item.output }
  }
}

/** Encodes a part for the client; audio is represented by its transcript. */
export function encodePart(part: ItemPart, role: MessageItem['role'], dialect: Dialect): Record<string, unknown> {
  const type = role === 'assistant' ? (dialect === 'newer' ? `output_${part.type}` : part.type) : `input_${part.type}`
  return part.type === 'text' ? { type, text: part.text } : { type, transcript: part.transcript }
}
