import type { ChatChunk, ToolCall, ToolCallDelta } from '@mira/chat'
import { isMiraError } from '@mira/core'
import { toFinishReason } from '../finish-reason.ts'
import type { PartWriter } from '../open-part-stream.ts'
import { toResponseMetadata } from '../response-metadata.ts'
import { createTextBlocks, type Emit } from '../text-blocks.ts'
import { toUsage } from '../to-usage.ts'
import { toServerCalls } from './to-chat-content.ts'
import { createToolCallParts } from './tool-call-parts.ts'

/** Options of {@link createChatPartWriter}. */
export interface ChatWriterOptions {
  readonly emit: Emit
  /** Whether the chunks are emitted as sent, too. */
  readonly includesRaw: boolean
  /** Converts the error that ended the stream. */
  readonly toError: (error: unknown) => unknown
}

/** Creates the {@link PartWriter} of a chat stream. */
export function createChatPartWriter({ emit, includesRaw, toError }: ChatWriterOptions): PartWriter<ChatChunk> {
  const blocks = createTextBlocks(emit)
  const toolCalls = createToolCallParts(emit)
  const serverCalls: ToolCall[] = []
  let usage: unknown
  let finishReason: string | null = null
  let hasMetadata = false
  let hasRefusal = false

  const addMetadata = ({ id, model, created }: ChatChunk): void => {
    const metadata = toResponseMetadata(id, model, created)
    hasMetadata = Object.keys(metadata).length > 0
    if (hasMetadata) emit({ type: 'response-metadata', ...metadata })
  }
  const addToolCalls = (fragments: readonly ToolCallDelta[]): void => {
    for (const fragment of fragments) {
      if (isServerCall(fragment)) serverCalls.push(fragment)
      else if (fragment) {
        blocks.close()
        toolCalls.add(fragment)
      }
    }
  }
  return {
    add(chunk) {
      if (includesRaw) emit({ type: 'raw', rawValue: asSent(chunk) })
      if (!hasMetadata) addMetadata(chunk)
      usage = chunk.usage ?? usage
      blocks.add('reasoning', chunk.reasoning)
      blocks.add('text', chunk.text)
      const choice = chunk.choices.find((candidate) => candidate && (candidate.index ?? 0) === 0)
      finishReason = choice?.finish_reason ?? finishReason
      const { refusal, tool_calls } = choice?.delta ?? {}
      if (typeof refusal === 'string' && refusal !== '') {
        hasRefusal = true
        blocks.add('text', refusal)
      }
      if (Array.isArray(tool_calls)) addToolCalls(tool_calls)
    },
    end() {
      blocks.close()
      toolCalls.end()
      emit({
        type: 'finish',
        usage: toUsage(usage),
        finishReason: toFinishReason(finishReason, { hasToolCalls: toolCalls.size > 0, hasRefusal }),
        ...toServerCalls(serverCalls),
      })
    },
    fail(error) {
      const isCut = isMiraError(error) && error.code === 'stream_interrupted'
      blocks.close()
      emit({ type: 'error', error: toError(error) })
      const unified = isCut ? 'interrupted' : 'error'
      emit({ type: 'finish', usage: toUsage(usage), finishReason: { unified, raw: finishReason ?? undefined } })
    },
  }
}

/** Returns a chunk without the fields that the client adds. */
function asSent({ text, reasoning, ...chunk }: ChatChunk): object {
  return chunk
}

/** Whether a call is one that the server executes itself; it arrives in one piece. */
const isServerCall = (fragment: unknown): fragment is ToolCall =>
  typeof (fragment as { name?: unknown } | null)?.name === 'string'
