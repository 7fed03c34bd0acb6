import type { ChatMessage, ChatRequest, ChatResponseFormat, ChatTool, ChatToolChoice } from '../chat-engine.ts'

/** Converts a request to a chat completions body. Fields in `extra` are passed through unchanged. */
export function toChatBody(request: ChatRequest, model: string): Record<string, unknown> {
  const tools = request.tools?.length ? request.tools : undefined
  return dropUndefined({
    ...request.extra,
    model,
    messages: request.messages.map(toWireMessage),
    tools: tools?.map(toWireTool),
    tool_choice: tools && request.toolChoice !== undefined ? toWireToolChoice(request.toolChoice) : undefined,
    parallel_tool_calls: tools && request.parallelToolCalls,
    response_format: request.responseFormat && toWireFormat(request.responseFormat),
    temperature: request.temperature,
    top_p: request.topP,
    max_tokens: request.maxTokens,
    stop: request.stop?.length ? request.stop : undefined,
    seed: request.seed,
    stream: true,
    stream_options: { include_usage: true },
  })
}

function toWireMessage(message: ChatMessage): Record<string, unknown> {
  return dropUndefined({
    role: message.role,
    content: message.content,
    name: message.name,
    tool_call_id: message.toolCallId,
    tool_calls: message.toolCalls?.map(({ id, name, arguments: args }) => ({
      id,
      type: 'function',
      function: { name, arguments: args },
    })),
  })
}

function toWireTool({ name, description, parameters, strict }: ChatTool): Record<string, unknown> {
  return { type: 'function', function: dropUndefined({ name, description, parameters, strict }) }
}

function toWireToolChoice(choice: ChatToolChoice): unknown {
  return typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.name } }
}

function toWireFormat(format: ChatResponseFormat): unknown {
  if (format.type !== 'json_schema') return format
  const { name, schema, strict } = format
  return { type: 'json_schema', json_schema: dropUndefined({ name, schema, strict }) }
}

function dropUndefined(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
}
