import type { MiraResponse, ResponseEvent, ResponseItem } from '@mira/chat'
import { isMiraError } from '@mira/core'
import { itemMetadata } from '../model-context.ts'
import { newCallId } from '../new-call-id.ts'
import type { PartWriter } from '../open-part-stream.ts'
import { toResponseMetadata } from '../response-metadata.ts'
import { createTextBlocks, type Emit, type TextBlocks } from '../text-blocks.ts'
import { toUsage } from '../to-usage.ts'
import { toResponseContent, toResponseFinish } from './to-response-content.ts'

/** Options of {@link createResponsePartWriter}. */
export interface ResponseWriterOptions {
  readonly emit: Emit
  /** Whether the events are emitted as sent, too. */
  readonly includesRaw: boolean
  /** Converts the error that ended the stream. */
  readonly toError: (error: unknown) => unknown
  /** Returns the response so far. */
  readonly snapshot: () => MiraResponse
}

/** Creates the {@link PartWriter} of a stream of the Responses API. */
export function createResponsePartWriter({
  emit,
  includesRaw,
  toError,
  snapshot,
}: ResponseWriterOptions): PartWriter<ResponseEvent> {
  let hasContent = false
  const emitContent: Emit = (part) => {
    hasContent = true
    emit(part)
  }
  const blocks = createTextBlocks(emitContent)
  const calls = createCallParts(emitContent)
  let hasMetadata = false

  const addMetadata = ({ id, model, created_at }: MiraResponse): void => {
    const metadata = toResponseMetadata(id, model, created_at)
    hasMetadata = Object.keys(metadata).length > 0
    if (hasMetadata) emit({ type: 'response-metadata', ...metadata })
  }
  return {
    add(event) {
      if (includesRaw) emit({ type: 'raw', rawValue: event })
      if (!hasMetadata && event.response) addMetadata(event.response as MiraResponse)
      if (event.type === 'response.output_item.added') {
        const { item, output_index } = event as { item: ResponseItem; output_index: number }
        blocks.close()
        if (item?.type === 'function_call') calls.start(output_index, item)
      } else if (event.type === 'response.function_call_arguments.delta') {
        calls.add(event.output_index as number, event.delta as string)
      } else if (event.type === 'response.output_item.done') {
        const { item, output_index } = event as { item: ResponseItem; output_index: number }
        blocks.close()
        if (item?.type === 'function_call') calls.end(output_index, item)
      } else addText(blocks, event)
    },
    end() {
      const response = snapshot()
      blocks.close()
      // A server may send the whole response at its end.
      if (!hasContent) addItems(response.output, blocks, calls)
      emit({ type: 'finish', usage: toUsage(response.usage), finishReason: toResponseFinish(response) })
    },
    fail(error) {
      const unified = isMiraError(error) && error.code === 'stream_interrupted' ? 'interrupted' : 'error'
      const { usage, status } = snapshot()
      blocks.close()
      emit({ type: 'error', error: toError(error) })
      emit({ type: 'finish', usage: toUsage(usage), finishReason: { unified, raw: status } })
    },
  }
}

function addText(blocks: TextBlocks, event: ResponseEvent): void {
  const { delta, item_id } = event as { readonly delta?: unknown; readonly item_id?: string }
  if (event.type === 'response.reasoning_summary_part.added') blocks.close()
  if (typeof delta !== 'string') return
  if (event.type === 'response.output_text.delta' || event.type === 'response.refusal.delta') blocks.add('text', delta)
  const isReasoning =
    event.type === 'response.reasoning_summary_text.delta' || event.type === 'response.reasoning_text.delta'
  if (isReasoning) blocks.add('reasoning', delta, item_id)
}

function addItems(output: readonly ResponseItem[], blocks: TextBlocks, calls: CallParts): void {
  for (const [index, item] of output.entries()) {
    if (item?.type === 'function_call') calls.end(index, item)
    else {
      for (const part of toResponseContent([item])) {
        if (part.type === 'text') blocks.add('text', part.text)
        if (part.type === 'reasoning') blocks.add('reasoning', part.text, item.id)
        blocks.close()
      }
    }
  }
}

interface CallParts {
  start(outputIndex: number, item: ResponseItem): void
  add(outputIndex: number, delta: string): void
  end(outputIndex: number, item: ResponseItem): void
}

/** Emits function calls; a call is complete with its item. */
function createCallParts(emit: Emit): CallParts {
  const calls = new Map<number, { readonly id: string; hasInput: boolean }>()
  const start = (index: number, { call_id, name = '', id: itemId }: ResponseItem): void => {
    const id = call_id || newCallId()
    calls.set(index, { id, hasInput: false })
    emit({ type: 'tool-input-start', id, toolName: name, ...itemMetadata(itemId) })
  }
  const add = (index: number, delta: string): void => {
    const call = calls.get(index)
    if (!call || delta === '') return
    call.hasInput = true
    emit({ type: 'tool-input-delta', id: call.id, delta })
  }
  return {
    start,
    add,
    end(index, item) {
      if (!calls.has(index)) start(index, item)
      const { id, hasInput } = calls.get(index)!
      const { name = '', arguments: input = '' } = item
      if (!hasInput) add(index, input)
      emit({ type: 'tool-input-end', id })
      emit({ type: 'tool-call', toolCallId: id, toolName: name, input })
      calls.delete(index)
    },
  }
}
