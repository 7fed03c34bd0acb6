import type { LanguageModelV4Content, LanguageModelV4FinishReason } from '@ai-sdk/provider'
import type { MiraResponse, ResponseItem } from '@mira/chat'
import { toFinishReason } from '../finish-reason.ts'
import { itemMetadata } from '../model-context.ts'
import { newCallId } from '../new-call-id.ts'

/** Converts the items of a response to content, in their order. */
export function toResponseContent(output: readonly ResponseItem[]): LanguageModelV4Content[] {
  return output.flatMap((item): LanguageModelV4Content[] => {
    if (item?.type === 'function_call') return [toToolCall(item)]
    if (item?.type === 'reasoning') {
      return toReasoningTexts(item).map((text) => ({ type: 'reasoning', text, ...itemMetadata(item.id) }))
    }
    if (item?.type !== 'message' || !Array.isArray(item.content)) return []
    const texts = item.content.map((part) => part?.text ?? part?.refusal)
    return texts.filter(isText).map((text) => ({ type: 'text', text }))
  })
}

/** Converts a function call; its arguments may be missing if they are empty. */
export const toToolCall = ({
  call_id,
  name = '',
  arguments: input = '',
}: ResponseItem): Extract<LanguageModelV4Content, { type: 'tool-call' }> => ({
  type: 'tool-call',
  toolCallId: call_id || newCallId(),
  toolName: name,
  input,
})

function toReasoningTexts({ summary, content }: ResponseItem): string[] {
  const list = [summary, content].find((parts) => Array.isArray(parts) && parts.length > 0)
  const parts = (list ?? []) as readonly ({ readonly text?: unknown } | null)[]
  return parts.map((part) => part?.text).filter(isText)
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** Returns the finish reason of a response that has ended; the raw one is its status, or why it is incomplete. */
export function toResponseFinish({ status, incomplete_details, output }: MiraResponse): LanguageModelV4FinishReason {
  const content = {
    hasToolCalls: output.some((item) => item?.type === 'function_call'),
    hasRefusal: output.some(
      ({ content }) => Array.isArray(content) && content.some((part) => part?.type === 'refusal'),
    ),
  }
  const raw = incomplete_details?.reason ?? status
  const { unified } = toFinishReason(status === 'completed' ? 'stop' : raw, content)
  return { unified, raw }
}
