import { type ItemPosition, toItemId } from './ids.ts'
import type { OutputItem } from './response.ts'

/** Event without its sequence number. */
export interface ItemEvent {
  readonly type: string
  readonly [field: string]: unknown
}

/** Output item in progress: creates its events and its current wire form. */
export interface ItemBuilder {
  readonly kind: OutputItem['type'] | 'refusal'
  open(): ItemEvent[]
  append(delta: string): ItemEvent
  close(status: 'completed' | 'incomplete'): ItemEvent[]
  snapshot(): OutputItem
}

/** Creates an assistant message with one content part. */
export function createMessageBuilder(at: ItemPosition): ItemBuilder {
  const { outputIndex } = at
  const id = toItemId('msg_', at)
  let text = ''
  let status: OutputItem['status'] = 'in_progress'
  const position = { item_id: id, output_index: outputIndex, content_index: 0 }
  const part = () => ({ type: 'output_text' as const, text, annotations: [], logprobs: [] })
  const snapshot = () => ({ type: 'message' as const, id, role: 'assistant' as const, status, content: [part()] })
  return {
    kind: 'message',
    snapshot,
    open: () => [
      { type: 'response.output_item.added', output_index: outputIndex, item: { ...snapshot(), content: [] } },
      { type: 'response.content_part.added', ...position, part: part() },
    ],
    append(delta) {
      text += delta
      return { type: 'response.output_text.delta', ...position, delta, logprobs: [] }
    },
    close(finalStatus) {
      status = finalStatus
      return [
        { type: 'response.output_text.done', ...position, text, logprobs: [] },
        { type: 'response.content_part.done', ...position, part: part() },
        { type: 'response.output_item.done', output_index: outputIndex, item: snapshot() },
      ]
    },
  }
}

/** Creates an assistant message that declines the request. */
export function createRefusalBuilder(at: ItemPosition): ItemBuilder {
  const { outputIndex } = at
  const id = toItemId('msg_', at)
  let refusal = ''
  let status: OutputItem['status'] = 'in_progress'
  const position = { item_id: id, output_index: outputIndex, content_index: 0 }
  const part = () => ({ type: 'refusal' as const, refusal })
  const snapshot = () => ({ type: 'message' as const, id, role: 'assistant' as const, status, content: [part()] })
  return {
    kind: 'refusal',
    snapshot,
    open: () => [
      { type: 'response.output_item.added', output_index: outputIndex, item: { ...snapshot(), content: [] } },
      { type: 'response.content_part.added', ...position, part: part() },
    ],
    append(delta) {
      refusal += delta
      return { type: 'response.refusal.delta', ...position, delta }
    },
    close(finalStatus) {
      status = finalStatus
      return [
        { type: 'response.refusal.done', ...position, refusal },
        { type: 'response.content_part.done', ...position, part: part() },
        { type: 'response.output_item.done', output_index: outputIndex, item: snapshot() },
      ]
    },
  }
}

/** Creates a reasoning item with one summary part. */
export function createReasoningBuilder(at: ItemPosition): ItemBuilder {
  const { outputIndex } = at
  const id = toItemId('rs_', at)
  let text = ''
  let status: OutputItem['status'] = 'in_progress'
  const position = { item_id: id, output_index: outputIndex, summary_index: 0 }
  const part = () => ({ type: 'summary_text' as const, text })
  const snapshot = () => ({ type: 'reasoning' as const, id, summary: [part()], status })
  return {
    kind: 'reasoning',
    snapshot,
    open: () => [
      { type: 'response.output_item.added', output_index: outputIndex, item: { ...snapshot(), summary: [] } },
      { type: 'response.reasoning_summary_part.added', ...position, part: part() },
    ],
    append(delta) {
      text += delta
      return { type: 'response.reasoning_summary_text.delta', ...position, delta }
    },
    close(finalStatus) {
      status = finalStatus
      return [
        { type: 'response.reasoning_summary_text.done', ...position, text },
        { type: 'response.reasoning_summary_part.done', ...position, part: part() },
        { type: 'response.output_item.done', output_index: outputIndex, item: snapshot() },
      ]
    },
  }
}

/** Creates a function call, whose arguments arrive in fragments. */
export function createFunctionCallBuilder(at: ItemPosition, callId: string, name: string): ItemBuilder {
  const { outputIndex } = at
  const id = toItemId('fc_', at)
  let json = ''
  let status: OutputItem['status'] = 'in_progress'
  const position = { item_id: id, output_index: outputIndex }
  const snapshot = () => ({ type: 'function_call' as const, id, call_id: callId, name, arguments: json, status })
  return {
    kind: 'function_call',
    snapshot,
    open: () => [{ type: 'response.output_item.added', output_index: outputIndex, item: snapshot() }],
    append(delta) {
      json += delta
      return { type: 'response.function_call_arguments.delta', ...position, delta }
    },
    close(finalStatus) {
      status = finalStatus
      return [
        { type: 'response.function_call_arguments.done', ...position, name, arguments: json },
        { type: 'response.output_item.done', output_index: outputIndex, item: snapshot() },
      ]
    },
  }
}
