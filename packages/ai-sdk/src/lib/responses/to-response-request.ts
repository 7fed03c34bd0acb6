import type { LanguageModelV4CallOptions, SharedV4Warning } from '@ai-sdk/provider'
import type { ResponseParams } from '@mira/chat'
import { readWireFields, withoutUndefined } from '../call-options.ts'
import { toWireTools, type WireTool } from '../to-wire-tools.ts'
import { unsupportedSettings } from '../unsupported-settings.ts'
import { toResponseInput } from './to-response-input.ts'

/** Parameters of a responses request, and warnings about what they leave out. */
export interface ResponseRequest {
  readonly params: ResponseParams
  readonly warnings: SharedV4Warning[]
}

/**
 * Converts the options of a call to the parameters of a responses request. Fields of `providerOptions.mira`, such as
 * `previous_response_id`, take precedence over settings; its `tools` are added to those of the call.
 *
 * @throws {UnsupportedFunctionalityError} when a file of the prompt cannot be sent.
 * @throws {InvalidArgumentError} when a provider option is a field that follows from the call.
 */
export async function toResponseRequest(
  modelId: string,
  options: LanguageModelV4CallOptions,
): Promise<ResponseRequest> {
  const reserved = ['model', 'input', 'stream', 'background']
  const { tools: addedTools, ...fields } = readWireFields(options.providerOptions, reserved)
  const unsupported = ['topK', 'presencePenalty', 'frequencyPenalty', 'seed', 'stopSequences'] as const
  const warnings = unsupportedSettings(options, unsupported)
  const input = await toResponseInput(options.prompt, warnings)
  const tools = toWireTools(options.tools, (described) => ({ type: 'function', ...described }), warnings)
  if (Array.isArray(addedTools)) tools.push(...(addedTools as WireTool[]))
  const params: ResponseParams = {
    model: modelId,
    input,
    max_output_tokens: options.maxOutputTokens,
    temperature: options.temperature,
    top_p: options.topP,
    ...toText(options.responseFormat),
    ...toReasoning(options.reasoning),
    ...(tools.length > 0 && { tools, tool_choice: toToolChoice(options.toolChoice) }),
    ...fields,
  }
  return { params: withoutUndefined(params), warnings }
}

function toReasoning(effort: LanguageModelV4CallOptions['reasoning']): Pick<ResponseParams, 'reasoning'> {
  return effort === undefined || effort === 'provider-default' ? {} : { reasoning: { effort } }
}

function toText(format: LanguageModelV4CallOptions['responseFormat']): Pick<ResponseParams, 'text'> {
  if (format?.type !== 'json') return {}
  const { schema, name = 'output', description } = format
  return { text: { format: schema ? { type: 'json_schema', name, description, schema } : { type: 'json_object' } } }
}

function toToolChoice(choice: LanguageModelV4CallOptions['toolChoice']): ResponseParams['tool_choice'] {
  return choice?.type === 'tool' ? { type: 'function', name: choice.toolName } : choice?.type
}
