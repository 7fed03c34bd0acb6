import type { ChatCompletionParams, ResponseParams } from '@mira/chat'

/** Settings of a conversation. Fields that are `undefined` are not sent. */
export interface ConversationSettings {
  readonly model: string
  readonly system: string
  readonly temperature: number | undefined
  readonly maxTokens: number | undefined
  readonly format: 'text' | 'json' | 'schema'
  /** JSON text of the schema that applies when `format` is `schema`. */
  readonly schema: string
  /** Whether the model may call the functions of the page. */
  readonly usesTools: boolean
}

const exampleSchema = {
  type: 'object',
  properties: { result: { type: 'number' }, unit: { type: 'string' } },
  required: ['result'],
}

/** Settings at the start. */
export const defaultSettings: ConversationSettings = {
  model: 'mira',
  system: '',
  temperature: undefined,
  maxTokens: undefined,
  format: 'text',
  schema: JSON.stringify(exampleSchema, null, 2),
  usesTools: true,
}

/** Returns the schema, or `undefined` if the text is not a JSON object. */
export function parseSchema(text: string): object | undefined {
  try {
    const schema: unknown = JSON.parse(text)
    return typeof schema === 'object' && schema !== null && !Array.isArray(schema) ? schema : undefined
  } catch {
    return undefined
  }
}

/** Parameters of a chat request, without its messages and tools. */
export type ChatSettingsParams = Omit<ChatCompletionParams, 'messages' | 'tools' | 'stream'>

/** Returns the parameters of a chat request, without its messages and tools. */
export function toChatParams(settings: ConversationSettings): ChatSettingsParams {
  const { model, temperature, maxTokens, format } = settings
  const schema = format === 'schema' ? parseSchema(settings.schema) : undefined
  return {
    model,
    ...(temperature !== undefined && { temperature }),
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    ...(format === 'json' && { response_format: { type: 'json_object' } }),
    ...(schema && { response_format: { type: 'json_schema', json_schema: { name: 'answer', schema } } }),
  }
}

/** Returns the parameters of a response request, without its input. */
export function toResponseParams(settings: ConversationSettings): Omit<ResponseParams, 'input'> {
  const { model, temperature, maxTokens, format } = settings
  const schema = format === 'schema' ? parseSchema(settings.schema) : undefined
  return {
    model,
    ...(settings.system.trim() !== '' && { instructions: settings.system.trim() }),
    ...(temperature !== undefined && { temperature }),
    ...(maxTokens !== undefined && { max_output_tokens: maxTokens }),
    ...(format === 'json' && { text: { format: { type: 'json_object' } } }),
    ...(schema && { text: { format: { type: 'json_schema', name: 'answer', schema } } }),
  }
}
