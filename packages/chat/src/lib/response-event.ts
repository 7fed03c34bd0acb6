import type { MiraResponse, ResponseItem, ResponsePart } from './response.ts'

/** Fields that every event of a response stream may have. */
interface EventFields {
  sequence_number?: number | undefined
  readonly [field: string]: unknown
}

/** The response as a whole: at its beginning, and at its end. */
export interface ResponseStateEvent extends EventFields {
  type: 'response.created' | 'response.queued' | 'response.in_progress' | 'response.completed' | 'response.incomplete'
  response: MiraResponse
}

/** An item begins, or is finished. */
export interface ResponseItemEvent extends EventFields {
  type: 'response.output_item.added' | 'response.output_item.done'
  output_index: number
  item: ResponseItem
}

/** A part of a message begins, or is finished. */
export interface ResponsePartEvent extends EventFields {
  type: 'response.content_part.added' | 'response.content_part.done'
  item_id: string
  output_index: number
  content_index: number
  part: ResponsePart
}

/** Text that is added to a message. */
export interface ResponseTextDeltaEvent extends EventFields {
  type: 'response.output_text.delta'
  item_id: string
  output_index: number
  content_index: number
  delta: string
}

/** Text of a part that is finished. */
export interface ResponseTextDoneEvent extends EventFields {
  type: 'response.output_text.done'
  item_id: string
  output_index: number
  content_index: number
  text: string
}

/** Arguments that are added to a function call. */
export interface ResponseArgumentsDeltaEvent extends EventFields {
  type: 'response.function_call_arguments.delta'
  item_id: string
  output_index: number
  delta: string
}

/** Arguments of a function call that is finished. */
export interface ResponseArgumentsDoneEvent extends EventFields {
  type: 'response.function_call_arguments.done'
  item_id: string
  output_index: number
  arguments: string
}

/**
 * Stands for every event that is not listed: `type` is any other text. (It is written as a pattern, for TypeScript tells
 * the members of a union apart only by literals and patterns.)
 */
export interface OtherResponseEvent extends EventFields {
  type: `${string}…`
}

/** An event of a response stream, as the server sent it. Failures are thrown, not handed out. */
export type ResponseEvent =
  | ResponseStateEvent
  | ResponseItemEvent
  | ResponsePartEvent
  | ResponseTextDeltaEvent
  | ResponseTextDoneEvent
  | ResponseArgumentsDeltaEvent
  | ResponseArgumentsDoneEvent
  | OtherResponseEvent
