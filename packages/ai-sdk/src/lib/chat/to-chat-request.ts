import type { LanguageModelV4CallOptions, SharedV4Warning } from '@ai-sdk/provider'
import type { ChatCompletionParams } from '@mira/chat'
import { readWireFields, withoutUndefined } from '../call-options.ts'
import { toWireTools, type WireTool } from '../to-wire-tools.ts'
import { unsupportedSettings } from '../unsupported-settings.ts'
import { toChatMessages } from './to-chat-messages.ts'

/** Parameters of a chat request, and warnings about what they leave out. */
export interface ChatRequest {
  readonly params: ChatCompletionParams
  readonly warnings: SharedV4Warning[]
}

/**
 * Converts the options of a call to the parameters of a chat request. Fields of `providerOptions.mira` take precedence over
 * settings; its `tools` are added to those of the call.
 *
 * @throws {UnsupportedFunctionalityError} when a file of the prompt cannot be sent.
 * @throws {InvalidArgumentError} when a provider option is a field that follows from the call.
 */
export async function toChatRequest(modelId: string, options: LanguageModelV4CallOptions): Promise<ChatRequest> {
  const { tools: addedTools, ...fields } = readWireFields(options.providerOptions, ['model', 'messages', 'stream', 'n'])
  const warnings = unsupportedSettings(options, ['topK', 'presencePenalty', 'frequencyPenalty'])
  const messages = await toChatMessages(options.prompt, warnings)
  const tools = toWireTools(options.tools, (described) => ({ type: 'function', function: described }), warnings)
  if (Array.isArray(addedTools)) tools.push(...(addedTools as WireTool[]))
  const params: ChatCompletionParams = {
    model: modelId,
    messages,
    max_tokens: options.maxOutputTokens,
    temperature: options.temperature,
    top_p: options.topP,
    stop: options.stopSequences?.length ? options.stopSequences : undefined,
    seed: options.seed,
    response_format: toResponseFormat(options.responseFormat),
    ...toReasoning(options.reasoning),
    ...(tools.length > 0 && { tools, tool_choice: toToolChoice(options.toolChoice) }),
    ...fields,
  }
  return { params: withoutUndefined(params), warnings }
}

function toReasoning(effort: LanguageModelV4CallOptions['reasoning']): { reasoning_effort?: string } {
  return effort === undefined || effort === 'provider-default' ? {} : { reasoning_effort: effort }
}

function toResponseFormat(
  format: LanguageModelV4CallOptions['responseFormat'],
): ChatCompletionParams['response_format'] {
  if (format?.type !== 'json') return undefined
  const { schema, name = 'output', description } = format
  return schema ? { type: 'json_schema', json_schema: { name, description, schema } } : { type: 'json_object' }
}

function toToolChoice(choice: LanguageModelV4CallOptions['toolChoice']): ChatCompletionParams['tool_choice'] {
  if (choice?.type !== 'tool') return choice?.type
  return { type: 'function', function: { name: choice.toolName } }
}
