type Schema = Readonly<Record<string, unknown>>

const text = { type: 'string' }
const index = { type: 'integer', minimum: 0 }
const ref = (name: string): Schema => ({ $ref: `api#/components/schemas/${name}` })
const list = { type: 'array' }

const itemPlace = { item_id: text, output_index: index }
const partPlace = { ...itemPlace, content_index: index }
const summaryPlace = { ...itemPlace, summary_index: index }
const outputPart = event({ type: { const: 'output_text' }, text, annotations: list, logprobs: list })
const summaryPart = event({ type: { const: 'summary_text' }, text })

/**
 * Schemas of the response stream's events, by type. The server's own document allows any event, so that new ones can be
 * added; these are the events it currently sends.
 *
 * @see docs/protocol.md#responses
 */
export const responseEventSchemas: Readonly<Record<string, Schema>> = Object.fromEntries(
  Object.entries({
    'response.created': { response: ref('Response') },
    'response.queued': { response: ref('Response') },
    'response.in_progress': { response: ref('Response') },
    'response.completed': { response: ref('Response') },
    'response.incomplete': { response: ref('Response') },
    'response.cancelled': { response: ref('Response') },
    'response.failed': { response: ref('Response') },
    'response.output_item.added': { output_index: index, item: ref('ResponseOutputItem') },
    'response.output_item.done': { output_index: index, item: ref('ResponseOutputItem') },
    'response.content_part.added': { ...partPlace, part: outputPart },
    'response.content_part.done': { ...partPlace, part: outputPart },
    'response.output_text.delta': { ...partPlace, delta: text, logprobs: list },
    'response.output_text.done': { ...partPlace, text, logprobs: list },
    'response.reasoning_summary_part.added': { ...summaryPlace, part: summaryPart },
    'response.reasoning_summary_part.done': { ...summaryPlace, part: summaryPart },
    'response.reasoning_summary_text.delta': { ...summaryPlace, delta: text },
    'response.reasoning_summary_text.done': { ...summaryPlace, text },
    'response.function_call_arguments.delta': { ...itemPlace, delta: text },
    'response.function_call_arguments.done': { ...itemPlace, name: text, arguments: text },
  }).map(([type, fields]) => [type, event({ type: { const: type }, sequence_number: index, ...fields })]),
)

/** Schema of the final event of a failed chat stream. @see docs/protocol.md#chat-stream */
export const chatErrorSchema: Schema = event({ error: event({ type: text, message: text, code: text }) })

/** Creates the schema of an object with exactly these fields. */
function event(properties: Schema): Schema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}
