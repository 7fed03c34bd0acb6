import { z } from '@hono/zod-openapi'
import type { ChatMessage, ChatPart, ChatRequest, ChatResponseFormat, ChatToolChoice } from '@mira/engine'
import type { ServerLimits } from '../server-limits.ts'
import { musicTool, musicToolName } from './music-tool.ts'
import { checkToolChoice, functionFields, jsonSchemaFields, toChatTool, toJsonSchemaFormat } from './tools.ts'

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
  z.object({ type: z.literal(musicToolName) }),
])

const ResponseFormatSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text') }),
  z.object({ type: z.literal('json_object') }),
  z.object({
    type: z.literal('json_schema'),
    json_schema: z.object(jsonSchemaFields),
  }),
])

/** Image as an http(s) URL or a `data:` URI. */
export const ImageUrlSchema = z
  .string()
  .regex(/^(?:https?:\/\/|data:image\/)/, 'expected an http(s) URL or a data:image URI')

function messageSchemas({ maxContentCharacters }: ServerLimits) {
  const text = z.string().max(maxContentCharacters)
  const textPart = z.object({ type: z.literal('text'), text })
  const image = z.union([ImageUrlSchema, z.object({ url: ImageUrlSchema, detail: z.string().optional() })])
  const imagePart = z.object({ type: z.literal('image_url'), image_url: image })
  const textContent = z.union([text, z.array(textPart)])
  const name = z.string().optional()
  return z.discriminatedUnion('role', [
    z.object({ role: z.enum(['system', 'developer']), content: textContent, name }),
    z.object({
      role: z.literal('user'),
      content: z.union([text, z.array(z.discriminatedUnion('type', [textPart, imagePart])).min(1)]),
      name,
    }),
    z.object({
      role: z.literal('assistant'),
      content: textContent.nullish(),
      tool_calls: z.array(z.union([BuiltInCallSchema, ToolCallSchema])).optional(),
      name,
    }),
    z.object({ role: z.literal('tool'), tool_call_id: z.string(), content: textContent }),
  ])
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
      seed: z.int().nullish(),
      n: z.union([z.literal(1, { error: 'only 1 choice per request is supported' }), z.null()]).optional(),
      stream: z.boolean().nullish(),
      stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
      tools: z.array(ToolSchema).max(128).nullish(),
      tool_choice: ToolChoiceSchema.nullish(),
      parallel_tool_calls: z.boolean().nullish(),
      response_format: ResponseFormatSchema.nullish(),
    })
    .superRefine(({ tools, tool_choice }, problems) => {
      const names = tools?.map(nameOf) ?? []
      checkToolChoice(toToolChoice(tool_choice), names, problems)
    })
    .openapi('ChatCompletionRequest')
}

/** Body of `POST /v1/chat/completions`. */
export type ChatRequestBody = z.infer<ReturnType<typeof chatRequestSchema>>

/** Sampling temperature used when the request does not set one. */
export const defaultTemperature = 0.7

/** Converts the body to a request for an engine. */
export function toChatRequest(body: ChatRequestBody): ChatRequest {
  const { model, messages, temperature, top_p, max_tokens, max_completion_tokens, stop, seed, ...others } = body
  const { n, stream, stream_options, tools, tool_choice, parallel_tool_calls, response_format, ...extra } = others
  return {
    model,
    messages: messages.map(toChatMessage),
    tools: tools?.map((tool) => {
      return tool.type !== 'function' || nameOf(tool) === musicToolName ? musicTool : toChatTool(tool.function)
    }),
    toolChoice: toToolChoice(tool_choice),
    parallelToolCalls: parallel_tool_calls ?? undefined,
    responseFormat: response_format ? toResponseFormat(response_format) : undefined,
    temperature: temperature ?? defaultTemperature,
    topP: top_p ?? undefined,
    maxTokens: max_tokens ?? max_completion_tokens ?? undefined,
    stop: typeof stop === 'string' ? [stop] : (stop ?? undefined),
    seed: seed ?? undefined,
    extra,
  }
}

function toChatMessage(message: ChatRequestBody['messages'][number]): ChatMessage {
  switch (message.role) {
    case 'tool':
      return { role: 'tool', content: message.content, toolCallId: message.tool_call_id }
    case 'user': {
      const { role, content, name } = message
      return { role, content: typeof content === 'string' ? content : content.map(toChatPart), name }
    }
    case 'assistant': {
      const { role, content, name, tool_calls } = message
      const functionCalls = tool_calls?.filter((call) => call.type === 'function') ?? []
      const toolCalls = functionCalls.map(({ id, function: call }) => ({
        id,
        name: call.name,
        arguments: call.arguments,
      }))
      return { role, content: content ?? null, name, toolCalls: toolCalls.length === 0 ? undefined : toolCalls }
    }
    default:
      return message
  }
}

type WirePart =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'image_url'
      readonly image_url: string | { readonly url: string; readonly detail?: string | undefined }
    }

function toChatPart(part: WirePart): ChatPart {
  if (part.type === 'text') return part
  return { type: 'image_url', image_url: typeof part.image_url === 'string' ? { url: part.image_url } : part.image_url }
}

/** Returns the name of a tool, whether defined by the caller or built in. */
function nameOf(tool: { type: 'function'; function: { name: string } } | { type: typeof musicToolName }): string {
  return tool.type === 'function' ? tool.function.name : tool.type
}

function toToolChoice(choice: z.infer<typeof ToolChoiceSchema> | null | undefined): ChatToolChoice | undefined {
  return typeof choice === 'object' && choice !== null ? { name: nameOf(choice) } : (choice ?? undefined)
}

function toResponseFormat(format: z.infer<typeof ResponseFormatSchema>): ChatResponseFormat {
  return format.type === 'json_schema' ? toJsonSchemaFormat(format.json_schema) : format
}
