import { z } from '@hono/zod-openapi'
import type { ChatFinishReason, ChatUsage } from '@mira/engine'
import type { GeneratedAnswer, GeneratedMessage } from '../inference/collect-answer.ts'

/** Token usage of an answer. */
export const UsageSchema = z
  .object({
    prompt_tokens: z.int(),
    completion_tokens: z.int(),
    total_tokens: z.int(),
    prompt_tokens_details: z.object({ cached_tokens: z.int() }),
    completion_tokens_details: z.object({ reasoning_tokens: z.int() }),
  })
  .openapi('ChatUsage')

const FinishReasonSchema = z.enum(['stop', 'length', 'tool_calls', 'content_filter'])

const head = {
  id: z.string(),
  created: z.int(),
  model: z.string(),
  system_fingerprint: z.string(),
}

/** Tool call that the server has run; its result is in the content. */
const builtInCall = {
  type: z.literal('tool_call'),
  name: z.string(),
  arguments: z.record(z.string(), z.unknown()),
}

/** Response of `POST /v1/chat/completions` without streaming. */
export const ChatCompletionSchema = z
  .object({
    ...head,
    object: z.literal('chat.completion'),
    choices: z.array(
      z.object({
        index: z.int(),
        message: z.object({
          role: z.literal('assistant'),
          content: z.string().nullable(),
          thinking_content: z.string().optional(),
          refusal: z.string().optional(),
          tool_calls: z
            .array(
              z.union([
                z.object({
                  id: z.string(),
                  type: z.literal('function'),
                  function: z.object({ name: z.string(), arguments: z.string() }),
                }),
                z.object({ id: z.string(), ...builtInCall }),
              ]),
            )
            .optional(),
        }),
        finish_reason: FinishReasonSchema,
      }),
    ),
    usage: UsageSchema,
  })
  .openapi('ChatCompletion')

/** Chunk of a chat completion stream. */
export const ChatCompletionChunkSchema = z
  .object({
    ...head,
    object: z.literal('chat.completion.chunk'),
    choices: z.array(
      z.object({
        index: z.int(),
        delta: z.object({
          role: z.literal('assistant').optional(),
          content: z.string().optional(),
          thinking_content: z.string().optional(),
          refusal: z.string().optional(),
          tool_calls: z
            .array(
              z.union([
                z.object({
                  index: z.int(),
                  id: z.string().optional(),
                  type: z.literal('function').optional(),
                  function: z.object({ name: z.string().optional(), arguments: z.string() }),
                }),
                z.object({ index: z.int(), id: z.string(), ...builtInCall }),
              ]),
            )
            .optional(),
        }),
        finish_reason: FinishReasonSchema.nullable(),
      }),
    ),
    // A union, since a nullable reference is published as an `allOf` that rejects null.
    usage: z.union([UsageSchema, z.null()]).optional(),
  })
  .openapi('ChatCompletionChunk')

/** Chat completion. */
export type ChatCompletion = z.infer<typeof ChatCompletionSchema>
/** Chunk of a chat completion stream. */
export type ChatCompletionChunk = z.infer<typeof ChatCompletionChunkSchema>
/** Delta of the message in a chunk. */
export type ChatDelta = ChatCompletionChunk['choices'][number]['delta']

/** Fields shared by a completion and all chunks of a stream. */
export type CompletionHead = Pick<ChatCompletion, 'id' | 'created' | 'model' | 'system_fingerprint'>

/** Encodes token usage. */
export function encodeUsage({
  promptTokens,
  completionTokens,
  reasoningTokens = 0,
}: ChatUsage): ChatCompletion['usage'] {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    // No engine reuses the prompts of earlier requests at a lower price.
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: reasoningTokens },
  }
}

/** Encodes a complete answer. */
export function encodeCompletion(head: CompletionHead, { messages, usage }: GeneratedAnswer): ChatCompletion {
  return { ...head, object: 'chat.completion', choices: messages.map(encodeChoice), usage: encodeUsage(usage) }
}

function encodeChoice(generated: GeneratedMessage, index: number): ChatCompletion['choices'][number] {
  const { text, reasoning, refusal, toolCalls, builtInCalls, reason } = generated
  const functionCalls = toolCalls.map(({ id, name, arguments: json }) => ({
    id,
    type: 'function' as const,
    function: { name, arguments: json },
  }))
  const calls = [...functionCalls, ...builtInCalls.map((call) => ({ ...call, type: 'tool_call' as const }))]
  const message = {
    role: 'assistant' as const,
    content: text === '' && (calls.length > 0 || refusal !== '') ? null : text,
    ...(reasoning === '' ? {} : { thinking_content: reasoning }),
    ...(refusal === '' ? {} : { refusal }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  }
  return { index, message, finish_reason: reason }
}

/** Part of a choice in a chunk; the last one has a finish reason. */
export interface ChoiceDelta {
  /** Index of the choice. Defaults to 0. */
  readonly choice?: number | undefined
  readonly delta: ChatDelta
  readonly reason?: ChatFinishReason | undefined
}

/** Encodes a delta as a chunk. */
export function encodeChunk(head: CompletionHead, { choice = 0, delta, reason }: ChoiceDelta): ChatCompletionChunk {
  const choices = [{ index: choice, delta, finish_reason: reason ?? null }]
  return { ...head, object: 'chat.completion.chunk', choices }
}
