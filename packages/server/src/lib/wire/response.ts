import { z } from '@hono/zod-openapi'
import type { ChatUsage } from '@mira/engine'
import { newId } from './ids.ts'
import type { ResponseRequestBody } from './response-request.ts'

const status = z.enum(['in_progress', 'completed', 'incomplete'])

const MessageItemSchema = z.object({
  type: z.literal('message'),
  id: z.string(),
  role: z.literal('assistant'),
  status,
  content: z.array(
    z.discriminatedUnion('type', [
      z.object({
        type: z.literal('output_text'),
        text: z.string(),
        annotations: z.array(z.unknown()),
        logprobs: z.array(z.unknown()),
      }),
      z.object({ type: z.literal('refusal'), refusal: z.string() }),
    ]),
  ),
})

const FunctionCallItemSchema = z.object({
  type: z.literal('function_call'),
  id: z.string(),
  call_id: z.string(),
  name: z.string(),
  arguments: z.string(),
  status,
})

const ReasoningItemSchema = z.object({
  type: z.literal('reasoning'),
  id: z.string(),
  summary: z.array(z.object({ type: z.literal('summary_text'), text: z.string() })),
  status,
})

const OutputItemSchema = z
  .discriminatedUnion('type', [MessageItemSchema, FunctionCallItemSchema, ReasoningItemSchema])
  .openapi('ResponseOutputItem')

/** Output item of a response. */
export type OutputItem = z.infer<typeof OutputItemSchema>

/** Response of `POST /v1/responses`. */
export const ResponseSchema = z
  .object({
    id: z.string(),
    object: z.literal('response'),
    created_at: z.int(),
    completed_at: z.int().nullable(),
    status: z.enum(['queued', 'in_progress', 'completed', 'incomplete', 'failed', 'cancelled']),
    background: z.boolean(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    incomplete_details: z.object({ reason: z.enum(['max_output_tokens', 'content_filter']) }).nullable(),
    instructions: z.string().nullable(),
    max_output_tokens: z.int().nullable(),
    metadata: z.record(z.string(), z.string()),
    model: z.string(),
    output: z.array(OutputItemSchema),
    parallel_tool_calls: z.boolean(),
    previous_response_id: z.string().nullable(),
    reasoning: z.object({ effort: z.string().nullable(), summary: z.null() }),
    store: z.boolean(),
    temperature: z.number().nullable(),
    text: z.object({ format: z.record(z.string(), z.unknown()) }),
    tool_choice: z.unknown(),
    tools: z.array(z.unknown()),
    top_p: z.number().nullable(),
    truncation: z.literal('disabled'),
    usage: z
      .object({
        input_tokens: z.int(),
        input_tokens_details: z.object({ cached_tokens: z.int() }),
        output_tokens: z.int(),
        output_tokens_details: z.object({ reasoning_tokens: z.int() }),
        total_tokens: z.int(),
      })
      .nullable(),
    system_fingerprint: z.string(),
  })
  .openapi('Response')

/** Response of `POST /v1/responses`. */
export type ResponseBody = z.infer<typeof ResponseSchema>

/** Event of a response stream. */
export const ResponseEventSchema = z
  .looseObject({ type: z.string(), sequence_number: z.int() })
  .openapi('ResponseStreamEvent', { description: 'The `event:` name is the `type` of the data' })

/** Event of a response stream. */
export type ResponseEvent = z.infer<typeof ResponseEventSchema>

/** Creates a response without output: queued if it is generated in the background, otherwise in progress. */
export function newResponse(
  body: ResponseRequestBody,
  { model, fingerprint }: { readonly model: string; readonly fingerprint: string },
  nowMs: number,
): ResponseBody {
  return {
    id: newId('resp_'),
    object: 'response',
    created_at: Math.floor(nowMs / 1_000),
    completed_at: null,
    status: body.background === true ? 'queued' : 'in_progress',
    background: body.background === true,
    error: null,
    incomplete_details: null,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    metadata: body.metadata ?? {},
    model,
    output: [],
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    previous_response_id: body.previous_response_id ?? null,
    reasoning: { effort: body.reasoning?.effort ?? null, summary: null },
    store: body.store ?? true,
    temperature: body.temperature ?? null,
    text: { format: body.text?.format ?? { type: 'text' } },
    tool_choice: body.tool_choice ?? 'auto',
    tools: body.tools ?? [],
    top_p: body.top_p ?? null,
    truncation: 'disabled',
    usage: null,
    system_fingerprint: fingerprint,
  }
}

/** Returns whether a response is still being generated. */
export function isUnfinished({ status }: Pick<ResponseBody, 'status'>): boolean {
  return status === 'queued' || status === 'in_progress'
}

/** Encodes token usage. */
export function encodeResponseUsage({
  promptTokens,
  completionTokens,
  reasoningTokens,
}: ChatUsage): ResponseBody['usage'] {
  return {
    input_tokens: promptTokens,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: completionTokens,
    output_tokens_details: { reasoning_tokens: reasoningTokens ?? 0 },
    total_tokens: promptTokens + completionTokens,
  }
}
