import { parseJson, redactJson, toRecord } from '@mira/core/internal'
import type { Attributes } from '@opentelemetry/api'
import { attributes } from './convention.ts'
import { defined } from './request-attributes.ts'

type Fields = Readonly<Record<string, unknown>>

/** Part of a message, in the form of the conventions' JSON schemas. */
type Part = Record<string, unknown>

/** Message in the form of the conventions' JSON schemas. */
interface Message {
  readonly role: string
  readonly parts: readonly Part[]
  readonly finish_reason?: string
}

/** Describes the content of a request and of its result as JSON text. API keys are masked; files are described only. */
export function describeContent(params: unknown, result: unknown): Attributes {
  const { messages, input, instructions, tools, prompt } = toRecord(params)
  const sent = Array.isArray(messages) ? messages : (input ?? prompt)
  const inputs = [sent].flat().flatMap((item) => toMessages(item, 'user'))
  const outputs = outputsOf(toRecord(result))
  return defined({
    [attributes.systemInstructions]: toText(instructions && [{ type: 'text', content: instructions }]),
    [attributes.inputMessages]: toText(inputs.length > 0 ? inputs : undefined),
    [attributes.outputMessages]: toText(outputs.length > 0 ? outputs : undefined),
    [attributes.toolDefinitions]: toText(Array.isArray(tools) ? tools.map(toDefinition) : undefined),
  })
}

/** Describes the arguments and the result of a tool call as JSON text. API keys are masked. */
export function describeToolContent(args: unknown, result: unknown): Attributes {
  return defined({
    [attributes.toolCallArguments]: toText(parsed(args)),
    [attributes.toolCallResult]: toText(result),
  })
}

/** Returns masked JSON text; `undefined` for what has none. */
function toText(value: unknown): string | undefined {
  if (value === undefined || value === '') return undefined
  try {
    // Through JSON first, because a result may have a `toJSON` that hides a secret.
    return JSON.stringify(redactJson(JSON.parse(JSON.stringify(value) ?? 'null')))
  } catch {
    return undefined
  }
}

/** Returns the messages of an item: of a message of the chat API, or of an item of the Responses API. */
function toMessages(item: unknown, defaultRole: string): Message[] {
  if (typeof item === 'string') return [{ role: defaultRole, parts: [{ type: 'text', content: item }] }]
  const { type, role = defaultRole, content, tool_calls, tool_call_id, reasoning_content, ...rest } = toRecord(item)
  if (type === 'function_call') return [{ role: 'assistant', parts: [toCall(rest.call_id, rest)] }]
  if (type === 'function_call_output') return [{ role: 'tool', parts: [toResponse(rest.call_id, rest.output)] }]
  if (role === 'tool') return [{ role, parts: [toResponse(tool_call_id, content)] }]
  const calls = Array.isArray(tool_calls) ? tool_calls.map(toRecord) : []
  const parts = [
    ...(reasoning_content ? [{ type: 'reasoning', content: reasoning_content }] : []),
    ...[content ?? []].flat().map(toPart),
    ...calls.map(({ id, function: called }) => toCall(id, toRecord(called))),
  ]
  return parts.length > 0 ? [{ role: String(role), parts }] : []
}

function outputsOf({ choices, output }: Fields): Message[] {
  if (Array.isArray(choices))
    return choices
      .map(toRecord)
      .flatMap(({ message, finish_reason }) =>
        toMessages(message, 'assistant').map((own) => ({ ...own, finish_reason: String(finish_reason ?? 'error') })),
      )
  if (!Array.isArray(output)) return []
  // One answer is one message by the conventions, of however many items it consists.
  const parts = output.flatMap((item) => toMessages(item, 'assistant')).flatMap((message) => message.parts)
  return parts.length > 0 ? [{ role: 'assistant', parts, finish_reason: 'stop' }] : []
}

function toPart(part: unknown): Part {
  if (typeof part === 'string') return { type: 'text', content: part }
  const { type, text, refusal, transcript, image_url } = toRecord(part)
  const words = text ?? refusal ?? transcript
  if (typeof words === 'string') return { type: 'text', content: words }
  const image = typeof image_url === 'string' ? image_url : toRecord(image_url).url
  if (typeof image !== 'string') return { type: String(type ?? 'unknown') }
  const mediaType = /^data:([^;,]*)/.exec(image)?.[1]
  // Of a file in the request, only the type and the size are recorded.
  return mediaType === undefined
    ? { type: 'uri', modality: 'image', uri: withoutQuery(image) }
    : { type: 'image', mime_type: mediaType, length: image.length }
}

/** Removes the query of a URL, which may be a signature. */
const withoutQuery = (url: string): string => url.replace(/[?#].*$/s, '')

const toCall = (id: unknown, { name, arguments: args }: Fields): Part => ({
  type: 'tool_call',
  id,
  name,
  arguments: parsed(args),
})

const toResponse = (id: unknown, response: unknown): Part => ({ type: 'tool_call_response', id, response })

const toDefinition = (tool: unknown): Part => {
  const { type, function: described, ...flat } = toRecord(tool)
  const { name, description, parameters } = toRecord(described ?? flat)
  return { type, name, description, parameters }
}

/** Returns the value of JSON text, and any other value unchanged. */
function parsed(value: unknown): unknown {
  return typeof value === 'string' ? (parseJson(value) ?? value) : value
}
