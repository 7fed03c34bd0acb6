import type { MiraResponse, ResponseItem, ResponsePart } from './response.ts'

/** Optional fields common to all events of a response stream. */
interface EventFields {
  sequence_number?: number | undefined
  readonly [field: string]: unknown
}

/** State of the whole response, sent at its start and its end. */
export interface ResponseStateEvent extends EventFields {
  type:
    | 'response.created'
    | 'response.queued'
    | 'response.in_progress'
    | 'response.completed'
    | 'response.incomplete'
    | 'response.cancelled'
  response: MiraResponse
}

/** Start or end of an output item. */
export interface ResponseItemEvent extends EventFields {
  type: 'response.output_item.added' | 'response.output_item.done'
  output_index: number
  item: ResponseItem
}

/** Start or end of a part of a message. */
export interface ResponsePartEvent extends EventFields {
  type: 'response.content_part.added' | 'response.content_part.done'
  item_id: string
  output_index: number
  content_index: number
  part: ResponsePart
}

/** Text appended to a message. */
export interface ResponseTextDeltaEvent extends EventFields {
  type: 'response.output_text.delta'
  item_id: string
  output_index: number
  content_index: number
  delta: string
}

/** Complete text of a part. */
export interface ResponseTextDoneEvent extends EventFields {
  type: 'response.output_text.done'
  item_id: string
  output_index: number
  content_index: number
  text: string
}

/** Arguments appended to a function call. */
export interface ResponseArgumentsDeltaEvent extends EventFields {
  type: 'response.function_call_arguments.delta'
  item_id: string
  output_index: number
  delta: string
}

/** Complete arguments of a function call. */
export interface ResponseArgumentsDoneEvent extends EventFields {
  type: 'response.function_call_arguments.done'
  item_id: string
  output_index: number
  arguments: string
}

/** Refusal or reasoning appended to a part of an item. */
export interface ResponsePartDeltaEvent extends EventFields {
  type: 'response.refusal.delta' | 'response.reasoning_text.delta'
  item_id: string
  output_index: number
  content_index: number
  delta: string
}

/** Complete refusal of a part. */
export interface ResponseRefusalDoneEvent extends EventFields {
  type: 'response.refusal.done'
  item_id: string
  output_index: number
  content_index: number
  refusal: string
}

/** Complete reasoning of a part. */
export interface ResponseReasoningDoneEvent extends EventFields {
  type: 'response.reasoning_text.done'
  item_id: string
  output_index: number
  content_index: number
  text: string
}

/** Start or end of a part of a reasoning summary. */
export interface ResponseSummaryPartEvent extends EventFields {
  type: 'response.reasoning_summary_part.added' | 'response.reasoning_summary_part.done'
  item_id: string
  output_index: number
  summary_index: number
  part: ResponsePart
}

/** Text appended to a part of a reasoning summary. */
export interface ResponseSummaryDeltaEvent extends EventFields {
  type: 'response.reasoning_summary_text.delta'
  item_id: string
  output_index: number
  summary_index: number
  delta: string
}

/** Complete text of a part of a reasoning summary. */
export interface ResponseSummaryDoneEvent extends EventFields {
  type: 'response.reasoning_summary_text.done'
  item_id: string
  output_index: number
  summary_index: number
  text: string
}

/** Annotation, such as a citation, added to a part. */
export interface ResponseAnnotationEvent extends EventFields {
  type: 'response.output_text.annotation.added'
  item_id: string
  output_index: number
  content_index: number
  annotation_index: number
  annotation: Readonly<Record<string, unknown>>
}

/**
 * Any event that is not listed; `type` is any other string. It is declared as a pattern because TypeScript
 * discriminates the members of a union only by literals and patterns. To compare it with the name of a newer event,
 * assign it to a `string` first: `const type: string = event.type`.
 */
export interface OtherResponseEvent extends EventFields {
  type: `${string}…`
}

/** An event of a response stream, as sent by the server. Failures are thrown, not emitted. */
export type ResponseEvent =
  | ResponseStateEvent
  | ResponseItemEvent
  | ResponsePartEvent
  | ResponseTextDeltaEvent
  | ResponseTextDoneEvent
  | ResponseArgumentsDeltaEvent
  | ResponseArgumentsDoneEvent
  | ResponsePartDeltaEvent
  | ResponseRefusalDoneEvent
  | ResponseReasoningDoneEvent
  | ResponseSummaryPartEvent
  | ResponseSummaryDeltaEvent
  | ResponseSummaryDoneEvent
  | ResponseAnnotationEvent
  | OtherResponseEvent
