import { z } from '@hono/zod-openapi'
import type { ChatMessage, ChatPart, ChatRequest, ChatResponseFormat, ChatTool, ChatToolChoice } from '@mira/engine'
import type { ServerLimits } from '../server-limits.ts'
import { defaultTemperature } from './chat-request.ts'
import { ImageUrlSchema } from './image-url.ts'
import { rejectForeignForms } from './reject-foreign-forms.ts'
import { checkToolChoice, functionFields, jsonSchemaFields, toChatTool, toJsonSchemaFormat } from './tools.ts'
import { noLogProbabilities, partErrors } from './unsupported-content.ts'

const ToolSchema = z.object({ type: z.literal('function'), ...functionFields }).openapi('ResponseTool')

const ToolChoiceSchema = z.union([
  z.enum(['auto', 'none', 'required']),
  z.object({
    type: z.literal('allowed_tools'),
    mode: z.enum(['auto', 'required']),
    tools: z.array(z.object({ type: z.literal('function'), name: z.string() })).min(1),
  }),
  z.object({ type: z.literal('function'), name: z.string() }),
])

const FormatSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text') }),
  z.object({ type: z.literal('json_object') }),
  z.object({ type: z.literal('json_schema'), ...jsonSchemaFields }),
])

function itemSchema({ maxContentCharacters }: ServerLimits) {
  const text = z.string().max(maxContentCharacters)
  const part = z.discriminatedUnion(
    'type',
    [
      z.object({ type: z.enum(['input_text', 'output_text']), text }),
      z.object({ type: z.literal('refusal'), refusal: text }),
      z.object({ type: z.literal('input_image'), image_url: ImageUrlSchema, detail: z.string().nullish() }),
    ],
    partErrors,
  )
  const content = z.union([text, z.array(part)])
  const id = z.string().nullish()
  return z.discriminatedUnion('type', [
    z.object({
      type: z.literal('message').optional(),
      id,
      role: z.enum(['user', 'assistant', 'system', 'developer']),
      content,
    }),
    z.object({ type: z.literal('function_call'), id, call_id: z.string(), name: z.string(), arguments: z.string() }),
    z.object({ type: z.literal('function_call_output'), id, call_id: z.string(), output: content }),
    z.object({ type: z.literal('reasoning'), id, summary: z.array(z.unknown()).nullish() }),
    z.object({ type: z.literal('item_reference'), id: z.string() }),
  ])
}

/** Fields that would change the form or the source of the response in a way that this server does not support. */
const unsupportedForms = {
  conversation: z.null({ error: 'conversations are not supported; use previous_response_id' }).optional(),
  prompt: z.null({ error: 'stored prompts are not supported; send instructions and input' }).optional(),
  top_logprobs: z.literal(0, noLogProbabilities).nullish(),
  // Everything else that can be included belongs to tools that responses here do not contain.
  include: z
    .array(z.string().refine((name) => name !== 'message.output_text.logprobs', noLogProbabilities))
    .max(32)
    .nullish(),
}

const foreignForms = /* @__PURE__ */ rejectForeignForms({
  response_format: 'not a field of responses; use text.format',
  n: 'not a field of responses; send a request for each answer',
})

/** Creates the schema for the body of `POST /v1/responses`. */
export function responseRequestSchema(limits: ServerLimits) {
  return requestObject(limits)
    .superRefine(checkTools)
    .superRefine(foreignForms)
    .superRefine(({ background, store }, problems) => {
      if (background !== true || store !== false) return
      const message = 'a background response must be stored; omit the field'
      problems.addIssue({ code: 'custom', path: ['store'], message })
    })
    .openapi('ResponseRequest')
}

/** Creates the schema for the body of `POST /v1/responses/input_tokens`. */
export function inputTokensRequestSchema(limits: ServerLimits) {
  const { model, input } = requestObject(limits).shape
  return requestObject(limits)
    .extend({ model: model.nullish(), input: input.nullish() })
    .superRefine(checkTools)
    .openapi('InputTokensRequest')
}

function requestObject(limits: ServerLimits) {
  const text = z.string().max(limits.maxContentCharacters)
  return z.looseObject({
    model: z.string().min(1).max(64),
    input: z.union([text, z.array(itemSchema(limits)).min(1)]),
    background: z.boolean().nullish(),
    instructions: text.nullish(),
    previous_response_id: z.string().nullish(),
    max_output_tokens: z.int().min(1).nullish(),
    temperature: z.number().min(0).max(2).nullish(),
    top_p: z.number().min(0).max(1).nullish(),
    stream: z.boolean().nullish(),
    store: z.boolean().nullish(),
    tools: z.array(ToolSchema).max(128).nullish(),
    tool_choice: ToolChoiceSchema.nullish(),
    parallel_tool_calls: z.boolean().nullish(),
    text: z.object({ format: FormatSchema.nullish() }).nullish(),
    reasoning: z.object({ effort: z.string().nullish() }).nullish(),
    metadata: z.record(z.string(), z.string()).nullish(),
    user: z.string().nullish(),
    ...unsupportedForms,
  })
}

function checkTools(
  { tools, tool_choice }: Pick<z.infer<ReturnType<typeof requestObject>>, 'tool_choice' | 'tools'>,
  problems: z.RefinementCtx,
): void {
  const names = tools?.map(({ name }) => name) ?? []
  checkToolChoice(toToolChoice(tool_choice), names, problems)
  if (typeof tool_choice !== 'object' || tool_choice?.type !== 'allowed_tools') return
  for (const { name } of tool_choice.tools) checkToolChoice({ name }, names, problems)
}

/** Body of `POST /v1/responses`. */
export type ResponseRequestBody = z.infer<ReturnType<typeof responseRequestSchema>>
/** Body of `POST /v1/responses/input_tokens`. */
export type InputTokensRequestBody = z.infer<ReturnType<typeof inputTokensRequestSchema>>
/** Item of the input. */
export type InputItem = Exclude<ResponseRequestBody['input'], string>[number]
/** Item of the input, with references replaced by the items they name. */
export type WholeItem = Exclude<InputItem, { readonly type: 'item_reference' }>
type InputContent = string | readonly InputPart[]
type InputPart =
  | { readonly type: 'input_text' | 'output_text'; readonly text: string }
  | { readonly type: 'refusal'; readonly refusal: string }
  | { readonly type: 'input_image'; readonly image_url: string; readonly detail?: string | null | undefined }

/** Converts the body to a request for an engine, with the whole conversation in place of its input. */
export function toResponseChatRequest(body: ResponseRequestBody, conversation: readonly ChatMessage[]): ChatRequest {
  const { instructions, reasoning, text, user } = body
  const system: ChatMessage[] = typeof instructions === 'string' ? [{ role: 'system', content: instructions }] : []
  return {
    model: body.model,
    messages: [...system, ...conversation],
    tools: listTools(body),
    toolChoice: toToolChoice(body.tool_choice),
    parallelToolCalls: body.parallel_tool_calls ?? undefined,
    responseFormat: text?.format == null ? undefined : toResponseFormat(text.format),
    temperature: body.temperature ?? defaultTemperature,
    topP: body.top_p ?? undefined,
    maxTokens: body.max_output_tokens ?? undefined,
    extra: { ...(reasoning?.effort ? { reasoning_effort: reasoning.effort } : {}), ...(user ? { user } : {}) },
  }
}

/** Converts the tools; those that the tool choice does not allow are left out. */
function listTools({ tools, tool_choice: choice }: ResponseRequestBody): ChatTool[] | undefined {
  const isLimited = typeof choice === 'object' && choice?.type === 'allowed_tools'
  const allowed = isLimited ? choice.tools.map(({ name }) => name) : undefined
  return tools?.filter(({ name }) => allowed?.includes(name) ?? true).map(toChatTool)
}

/** Converts the input to messages; consecutive function calls belong to one assistant message. */
export function toMessages(input: string | readonly WholeItem[]): ChatMessage[] {
  if (typeof input === 'string') return [{ role: 'user', content: input }]
  const messages: ChatMessage[] = []
  for (const item of input) {
    const last = messages.at(-1)
    if (item.type === 'function_call' && last?.role === 'assistant') {
      messages[messages.length - 1] = { ...last, toolCalls: [...(last.toolCalls ?? []), toToolCall(item)] }
    } else messages.push(...toMessage(item))
  }
  return messages
}

function toMessage(item: WholeItem): ChatMessage[] {
  switch (item.type) {
    case 'function_call':
      return [{ role: 'assistant', content: null, toolCalls: [toToolCall(item)] }]
    case 'function_call_output':
      return [{ role: 'tool', toolCallId: item.call_id, content: toContent(item.output) }]
    case 'reasoning':
      // Reasoning is not part of the conversation.
      return []
    default:
      return [{ role: item.role, content: toContent(item.content) }]
  }
}

function toToolCall(item: Extract<InputItem, { type: 'function_call' }>) {
  return { id: item.call_id, name: item.name, arguments: item.arguments }
}

function toContent(content: InputContent): ChatMessage['content'] {
  return typeof content === 'string' ? content : content.map(toChatPart)
}

function toChatPart(part: InputPart): ChatPart {
  if (part.type === 'refusal') return { type: 'text', text: part.refusal }
  if (part.type !== 'input_image') return { type: 'text', text: part.text }
  return { type: 'image_url', image_url: { url: part.image_url, detail: part.detail ?? undefined } }
}

function toToolChoice(choice: z.infer<typeof ToolChoiceSchema> | null | undefined): ChatToolChoice | undefined {
  if (typeof choice !== 'object' || choice === null) return choice ?? undefined
  return choice.type === 'allowed_tools' ? choice.mode : { name: choice.name }
}

function toResponseFormat(format: z.infer<typeof FormatSchema>): ChatResponseFormat {
  return format.type === 'json_schema' ? toJsonSchemaFormat(format) : format
}
