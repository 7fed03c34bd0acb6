import { type Client, createClient } from '@mira/core'
import type { type } from 'arktype'
import type * as v from 'valibot'
import { expectTypeOf } from 'vitest'
import { z } from 'zod'
import { chat } from './chat.ts'
import type { ChatChunk, ChatCompletion, FinishReason } from './chat-completion.ts'
import type { ChatMessage } from './chat-message.ts'
import { createChatCompletion } from './create-chat-completion.ts'
import { parseChatCompletion } from './parse-chat-completion.ts'
import type { ResponseEvent } from './response-event.ts'
import type { InferOutput, StandardSchema } from './standard-schema.ts'
import { streamParsedChatCompletion } from './stream-parsed-chat-completion.ts'
import { defineTool } from './tool.ts'

const mira = createClient().extend(chat)
const client: Client = mira
const messages = [{ role: 'user', content: 'Hello' }]

// Any plain data can be sent; known fields are checked and unknown ones are allowed.
interface OwnMessage {
  role: 'user' | 'assistant'
  content: string
}
declare const own: OwnMessage[]
expectTypeOf(createChatCompletion(client, { messages })).resolves.toEqualTypeOf<ChatCompletion>()
createChatCompletion(client, { messages: own, model: 'mira-thinking', stop: ['.'], ...{ top_k: 5 } })
// @ts-expect-error a misspelled field
createChatCompletion(client, { messages, temprature: 0.1 })
// @ts-expect-error a field of another spelling
createChatCompletion(client, { messages, maxTokens: 5 })
createChatCompletion(client, { messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }], name: 'Ada' }] })
// @ts-expect-error a temperature is a number
createChatCompletion(client, { messages, temperature: 'hot' })
// @ts-expect-error messages are required
createChatCompletion(client, { model: 'mira' })

// An answer can be sent back, and its optional fields may be absent.
declare const completion: ChatCompletion
const answer = completion.choices[0]!.message
expectTypeOf(answer).toExtend<ChatMessage>()
expectTypeOf(answer.content).toEqualTypeOf<string | null>()
expectTypeOf(completion.choices[0]!.finish_reason).toEqualTypeOf<FinishReason | null>()
const call = answer.tool_calls![0]!
if (call.type === 'function') expectTypeOf(call.function.arguments).toEqualTypeOf<string>()
else expectTypeOf(call.arguments).toEqualTypeOf<Record<string, unknown>>()

expectTypeOf(mira.chat.stream({ messages })).toExtend<AsyncIterable<ChatChunk> & AsyncDisposable>()
expectTypeOf(mira.chat.stream({ messages }).text()).resolves.toEqualTypeOf<string>()
expectTypeOf(mira.embeddings.create({ input: 'a' })).resolves.toHaveProperty('data')
// @ts-expect-error the method is added by this package only
mira.images

// Items of a run with tools are discriminated by their type; all have text.
type ToolItem = typeof toolStream extends AsyncIterable<infer Item> ? Item : never
declare const toolStream: ReturnType<typeof mira.chat.streamTools>
declare const item: ToolItem
expectTypeOf(item.text).toEqualTypeOf<string>()
if (item.type === 'tool_call') expectTypeOf(item.call.name).toEqualTypeOf<string>()
else if (item.type === 'tool_result') expectTypeOf(item.outcome.content).toEqualTypeOf<string>()
else expectTypeOf(item).toExtend<ChatChunk>()

// Known events of a response are discriminated by their type; other events are allowed.
declare const event: ResponseEvent
if (event.type === 'response.output_text.delta') expectTypeOf(event.delta).toEqualTypeOf<string>()
else if (event.type === 'response.output_item.done') expectTypeOf(event.item.type).toExtend<string>()
switch (event.type) {
  case 'response.refusal.delta':
  case 'response.reasoning_summary_text.delta':
    expectTypeOf(event.delta).toEqualTypeOf<string>()
    break
  case 'response.completed':
    expectTypeOf(event.response.output_text).toEqualTypeOf<string>()
    break
  default:
    expectTypeOf(event.anything).toEqualTypeOf<unknown>()
}

// Data has the output type of its validator, from any library.
const schema = z.object({ city: z.string(), at: z.string().transform((text) => new Date(text)) })
expectTypeOf(parseChatCompletion(client, { messages, schema })).resolves.toExtend<{
  data: { city: string; at: Date }
}>()
expectTypeOf(mira.chat.parse({ messages, schema, name: 'x' })).resolves.toExtend<{ data: { at: Date } }>()
expectTypeOf(mira.responses.parse({ input: 'a', schema })).resolves.toExtend<{ data: { at: Date } }>()
type Valibot = v.ObjectSchema<{ readonly city: v.StringSchema<undefined> }, undefined>
expectTypeOf<Valibot>().toExtend<StandardSchema>()
expectTypeOf<InferOutput<Valibot>>().toEqualTypeOf<{ city: string }>()
type ArkType = type<{ city: string }>
expectTypeOf<ArkType>().toExtend<StandardSchema>()
expectTypeOf<InferOutput<ArkType>>().toEqualTypeOf<{ city: string }>()
// @ts-expect-error a JSON Schema cannot validate
parseChatCompletion(client, { messages, schema: { type: 'object' } })

// The type of the arguments is inferred from the validator, or declared by the tool.
defineTool({
  name: 'a',
  parameters: schema,
  execute: (args) => expectTypeOf(args).toEqualTypeOf<{ city: string; at: Date }>(),
})
defineTool({
  name: 'b',
  schema,
  parameters: { type: 'object' },
  execute: ({ at }) => expectTypeOf(at).toEqualTypeOf<Date>(),
})
defineTool({ name: 'c', execute: (args) => expectTypeOf(args).toEqualTypeOf<Record<string, unknown>>() })
const typed = defineTool<{ city: string }>({ name: 'd', parameters: { type: 'object' }, execute: ({ city }) => city })
mira.chat.runTools({
  messages,
  tools: [typed, { name: 'e', execute: (args: { n: number }, { signal }) => [args.n, signal] }],
})
// @ts-expect-error a tool requires execute
mira.chat.runTools({ messages, tools: [{ name: 'f' }] })

// The items of a stream of data are parts of the input of the schema, and its result is the output.
const dated = z.object({ at: z.string().transform((text) => new Date(text)), tags: z.array(z.enum(['a', 'b'])) })
const parsed = streamParsedChatCompletion(client, { messages, schema: dated })
expectTypeOf(parsed).toExtend<AsyncIterable<{ at?: string; tags?: string[] }>>()
expectTypeOf(parsed.final()).resolves.toHaveProperty('data').toEqualTypeOf<{ at: Date; tags: ('a' | 'b')[] }>()
