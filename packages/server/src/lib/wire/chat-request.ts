import { z } from '@hono/zod-openapi'
import type { ChatMessage, ChatResponseFormat, ChatTool, ChatToolChoice } from '@mira/engine'
import type { AnswerRequest } from '../inference/generate-choices.ts'
import type { ServerLimits } from '../server-limits.ts'
import { type AudioPart, toChatPart, type UserPart, userPartSchema } from './chat-parts.ts'
import { FunctionCallSchema, legacyFunctionFields, toToolFields, usesFunctions } from './legacy-functions.ts'
import { musicTool, musicToolName } from './music-tool.ts'
import { rejectForeignForms } from './reject-foreign-forms.ts'
import { SeedSchema, toSeed } from './seed.ts'
import { checkToolChoice, functionFields, jsonSchemaFields, toChatTool, toJsonSchemaFormat } from './tools.ts'
import { noLogProbabilities } from './unsupported-content.ts'

const ToolSchema = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('function'),
      function: z.object(functionFields),
    }),
    z.object({ type: z.literal(musicToolName) }).openapi({ description: 'Generates music; run by the server' }),
  ])
  .openapi('ChatTool')

const ToolCallSchema = z
  .object({
    id: z.string(),
    type: z.literal('function').default('function'),
    function: z.object({ name: z.string(), arguments: z.string() }),
  })
  .openapi('ChatToolCall')

/** Tool call that the server ran in an earlier answer; its result is in the content of that answer. */
const BuiltInCallSchema = z.object({
  id: z.string().optional(),
  type: z.literal('tool_call'),
  name: z.string(),
  arguments: z.record(z.string(), z.unknown()),
})

const ToolChoiceSchema = z.union([
  z.enum(['auto', 'none', 'required']),
  z.object({ type: z.literal('function'), function: z.object({ name: z.string() }) }),
  z.object({
    type: z.literal('allowed_tools'),
    allowed_tools: z.object({
      mode: z.enum(['auto', 'required']),
      tools: z.array(z.object({ type: z.literal('function'), function: z.object({ name: z.string() }) })).min(1),
    }),
  }),
  z.object({ type: z.literal(musicToolName) }),
])

const ResponseFormatSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text') }),
  z.object({
    type: z.literal('json_object'),
    schema: z
      .record(z.string(), z.unknown())
      .nullish()
      .openapi({ description: 'JSON Schema of the object, as some clients send it instead of `json_schema`' }),
  }),
  z.object({
    type: z.literal('json_schema'),
    json_schema: z.object(jsonSchemaFields),
  }),
])

function messageSchemas({ maxContentCharacters }: ServerLimits) {
  const text = z.string().max(maxContentCharacters)
  const textPart = z.object({ type: z.literal('text'), text })
  const refusalPart = z.object({ type: z.literal('refusal'), refusal: text })
  const textContent = z.union([text, z.array(textPart)])
  const name = z.string().nullish()
  return z.discriminatedUnion('role', [
    z.object({ role: z.enum(['system', 'developer']), content: textContent, name }),
    z.object({
      role: z.literal('user'),
      content: z.union([text, z.array(userPartSchema(maxContentCharacters)).min(1)]),
      name,
    }),
    z.object({
      role: z.literal('assistant'),
      content: z.union([text, z.array(z.discriminatedUnion('type', [textPart, refusalPart]))]).nullish(),
      refusal: text.nullish(),
      tool_calls: z.array(z.union([BuiltInCallSchema, ToolCallSchema])).nullish(),
      function_call: FunctionCallSchema.nullish(),
      name,
    }),
    z.object({ role: z.literal('function'), name: z.string(), content: textContent.nullish() }),
    z.object({ role: z.literal('tool'), tool_call_id: z.string(), content: textContent }),
  ])
}

/** Maximum answers per request. */
const maxChoices = 16

/** Fields that would change the form of the answer in a way that no engine supports. */
const unsupportedForms = {
  logprobs: z.literal(false, noLogProbabilities).nullish(),
  top_logprobs: z.literal(0, noLogProbabilities).nullish(),
  modalities: z
    .array(z.literal('text', { error: 'only text is supported; use /v1/audio/speech or /v1/realtime for audio' }))
    .nullish(),
}

/** Creates the schema for the body of `POST /v1/chat/completions`. Unknown fields pass through to the engine. */
export function chatRequestSchema(limits: ServerLimits) {
  return z
    .looseObject({
      model: z.string().min(1).max(64),
      messages: z.array(messageSchemas(limits)).min(1).max(limits.maxMessages),
      temperature: z.number().min(0).max(2).nullish(),
      top_p: z.number().min(0).max(1).nullish(),
      max_tokens: z.int().min(1).nullish(),
      max_completion_tokens: z.int().min(1).nullish(),
      stop: z.union([z.string().min(1), z.array(z.string().min(1)).max(4)]).nullish(),
      seed: SeedSchema.nullish(),
      n: z.int().min(1).max(maxChoices).nullish(),
      stream: z.boolean().nullish(),
      stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
      tools: z.array(ToolSchema).max(128).nullish(),
      tool_choice: ToolChoiceSchema.nullish(),
      parallel_tool_calls: z.boolean().nullish(),
      response_format: ResponseFormatSchema.nullish(),
      ...legacyFunctionFields,
      ...unsupportedForms,
    })
    .superRefine((body, problems) => {
      const { tools, tool_choice } = usesFunctions(body) ? toToolFields(body) : body
      const names = tools?.map(nameOf) ?? []
      checkToolChoice(toToolChoice(tool_choice), names, problems)
      for (const name of listAllowed(tool_choice) ?? []) checkToolChoice({ name }, names, problems)
      if ((body.n ?? 1) > 1 && names.includes(musicToolName)) {
        problems.addIssue({ code: 'custom', path: ['n'], message: `must be 1 with the tool ${musicToolName}` })
      }
    })
    .superRefine(
      rejectForeignForms({
        background: 'not a field of chats; use /v1/responses',
        text: 'not a field of chats; use response_format',
        stream_format: 'not a field of chats; use stream: true',
      }),
    )
    .openapi('ChatCompletionRequest')
}

/** Body of `POST /v1/chat/completions`. */
export type ChatRequestBody = z.infer<ReturnType<typeof chatRequestSchema>>

/** Sampling temperature used when the request does not set one. */
export const defaultTemperature = 0.7

/** Converts the body to a request for an engine. */
export function toChatRequest(body: ChatRequestBody): AnswerRequest {
  const { model, messages, temperature, top_p, max_tokens, max_completion_tokens, stop, seed, n, ...others } = body
  const { stream, stream_options, response_format, functions, function_call, ...fields } = others
  const { logprobs, top_logprobs, modalities, tools: _tools, tool_choice: _choice, ...rest } = fields
  const { parallel_tool_calls: _parallel, ...extra } = rest
  const { tools, tool_choice, parallel_tool_calls } = usesFunctions(body) ? toToolFields(body) : body
  return {
    model,
    choices: n ?? undefined,
    messages: toChatMessages(messages),
    tools: tools ? listTools(tools, listAllowed(tool_choice)) : undefined,
    toolChoice: toToolChoice(tool_choice),
    parallelToolCalls: parallel_tool_calls ?? undefined,
    responseFormat: response_format ? toResponseFormat(response_format) : undefined,
    temperature: temperature ?? defaultTemperature,
    topP: top_p ?? undefined,
    maxTokens: max_tokens ?? max_completion_tokens ?? undefined,
    stop: typeof stop === 'string' ? [stop] : (stop ?? undefined),
    seed: toSeed(seed),
    extra,
  }
}

type WireMessage = ChatRequestBody['messages'][number]
type WireTool = z.infer<typeof ToolSchema>

/** Converts tools; with a list of allowed names, only those. */
function listTools(tools: readonly WireTool[], allowed: readonly string[] | undefined): ChatTool[] {
  const chosen = allowed === undefined ? tools : tools.filter((tool) => allowed.includes(nameOf(tool)))
  return chosen.map((tool) => {
    return tool.type !== 'function' || nameOf(tool) === musicToolName ? musicTool : toChatTool(tool.function)
  })
}

/** Returns the names that a tool choice allows; undefined for all. */
function listAllowed(choice: z.infer<typeof ToolChoiceSchema> | null | undefined): string[] | undefined {
  if (typeof choice !== 'object' || choice?.type !== 'allowed_tools') return undefined
  return choice.allowed_tools.tools.map(nameOf)
}

/** Converts messages; a result in the older form answers the latest call, whose id is its position. */
function toChatMessages(messages: readonly WireMessage[]): ChatMessage[] {
  let callId = ''
  return messages.map((message, index) => {
    if (message.role === 'function') {
      return { role: 'tool', content: message.content ?? '', toolCallId: callId, name: message.name }
    }
    if (message.role !== 'assistant' || message.function_call == null) return toChatMessage(message)
    callId = `call_${index}`
    const call = { id: callId, type: 'function' as const, function: message.function_call }
    return toChatMessage({ ...message, tool_calls: [call] })
  })
}

function toChatMessage(message: Exclude<WireMessage, { readonly role: 'function' }>): ChatMessage {
  switch (message.role) {
    case 'tool':
      return { role: 'tool', content: message.content, toolCallId: message.tool_call_id }
    case 'user': {
      const { role, content, name } = message
      const parts = typeof content === 'string' ? content : content.filter(isReadable).map(toChatPart)
      return { role, content: parts, name: name ?? undefined }
    }
    case 'assistant': {
      const { role, content, refusal, name, tool_calls } = message
      const functionCalls = tool_calls?.filter((call) => call.type === 'function') ?? []
      const toolCalls = functionCalls.map(({ id, function: call }) => ({
        id,
        name: call.name,
        arguments: call.arguments,
      }))
      return {
        role,
        content: toAnswer(content ?? refusal),
        name: name ?? undefined,
        toolCalls: toolCalls.length === 0 ? undefined : toolCalls,
      }
    }
    default:
      return { ...message, name: message.name ?? undefined }
  }
}

/** Converts the content of an earlier answer; to the model, a refusal is text like any other. */
function toAnswer(content: Extract<WireMessage, { readonly role: 'assistant' }>['content']): ChatMessage['content'] {
  if (content == null || typeof content === 'string') return content ?? null
  return content.map((part) => (part.type === 'refusal' ? { type: 'text', text: part.refusal } : part))
}

/** Audio has been replaced by its transcript. */
function isReadable(part: UserPart): part is Exclude<UserPart, AudioPart> {
  return part.type !== 'input_audio'
}

/** Returns the name of a tool, whether defined by the caller or built in. */
function nameOf(tool: { type: 'function'; function: { name: string } } | { type: typeof musicToolName }): string {
  return tool.type === 'function' ? tool.function.name : tool.type
}

function toToolChoice(choice: z.infer<typeof ToolChoiceSchema> | null | undefined): ChatToolChoice | undefined {
  if (typeof choice !== 'object' || choice === null) return choice ?? undefined
  return choice.type === 'allowed_tools' ? choice.allowed_tools.mode : { name: nameOf(choice) }
}

function toResponseFormat(format: z.infer<typeof ResponseFormatSchema>): ChatResponseFormat {
  if (format.type === 'json_schema') return toJsonSchemaFormat(format.json_schema)
  if (format.type === 'json_object' && format.schema)
    return toJsonSchemaFormat({ name: 'object', schema: format.schema })
  return { type: format.type }
}
