import { type ChatMembers, defineTool, type ImagePart } from '@mira/chat'
import type { Client } from '@mira/core'
import * as z from 'zod'

/** A use of the packages, and the API operations it performs. */
export interface ContractCall {
  readonly name: string
  readonly operation: string
  run(mira: Client & ChatMembers): Promise<unknown>
}

const messages = [{ role: 'user', content: 'What is 6 times 7?' }]
const weatherQuestion = 'What is the weather in Paris and London?'
const order = 'My name is Anna and I would like to order 3 pizzas.'
const parameters = {
  type: 'object',
  properties: { city: { type: 'string', description: 'Name of the city' } },
  required: ['city'],
  additionalProperties: false,
}
const functionFields = { name: 'get_weather', description: 'Tells the weather in a city', parameters, strict: true }
const weather = defineTool({
  name: 'get_weather',
  description: 'Tells the weather in a city',
  parameters: z.object({ city: z.string() }),
  execute: ({ city }) => ({ city, celsius: 10 }),
})
const picture: ImagePart = {
  type: 'image_url',
  image_url: {
    url: 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    detail: 'low',
  },
}
const orderSchema = z.object({ customer: z.string(), quantity: z.int() })

const chat = 'POST /v1/chat/completions'
const responses = 'POST /v1/responses'
const embeddings = 'POST /v1/embeddings'

/** All calls of the packages to endpoints 1 to 4. */
export const calls: readonly ContractCall[] = [
  {
    name: 'chat.stream with usage',
    operation: chat,
    run: (mira) => mira.chat.stream({ messages, stream_options: { include_usage: true } }).final(),
  },
  { name: 'models.list', operation: 'GET /v1/models', run: (mira) => mira.models.list() },

  { name: 'chat.create', operation: chat, run: (mira) => mira.chat.create({ messages }) },
  {
    name: 'chat.create with every documented field',
    operation: chat,
    run: (mira) =>
      mira.chat.create({
        model: 'mira-thinking',
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: [{ type: 'text', text: 'What is this?' }, picture] },
          { role: 'assistant', content: 'A picture.' },
          ...messages,
        ],
        temperature: 0.2,
        top_p: 0.9,
        max_tokens: 100,
        stop: ['END', 'STOP'],
        n: 1,
        seed: 7,
        tools: [{ type: 'function', function: functionFields }],
        tool_choice: 'auto',
        parallel_tool_calls: false,
        response_format: { type: 'text' },
      }),
  },
  {
    name: 'chat.create with one named function',
    operation: chat,
    run: (mira) =>
      mira.chat.create({
        messages: [{ role: 'user', content: weatherQuestion }],
        tools: [{ type: 'function', function: functionFields }],
        tool_choice: { type: 'function', function: { name: 'get_weather' } },
      }),
  },
  {
    name: 'chat.stream',
    operation: chat,
    run: (mira) => mira.chat.stream({ messages, model: 'mira-thinking' }).final(),
  },
  {
    name: 'chat.stream with calls',
    operation: chat,
    run: (mira) =>
      mira.chat
        .stream({
          messages: [{ role: 'user', content: weatherQuestion }],
          tools: [{ type: 'function', function: functionFields }],
        })
        .final(),
  },
  {
    name: 'chat.stream cut by max_tokens',
    operation: chat,
    run: (mira) =>
      mira.chat.stream({ messages: [{ role: 'user', content: 'Count from 1 to 20.' }], max_tokens: 3 }).final(),
  },
  {
    name: 'chat.parse',
    operation: chat,
    run: (mira) =>
      mira.chat.parse({ messages: [{ role: 'user', content: order }], schema: orderSchema, name: 'order' }),
  },
  {
    name: 'chat.runTools',
    operation: chat,
    run: (mira) => mira.chat.runTools({ messages: [{ role: 'user', content: weatherQuestion }], tools: [weather] }),
  },
  {
    name: 'chat.streamTools',
    operation: chat,
    run: (mira) =>
      mira.chat
        .streamTools({
          messages: [{ role: 'user', content: weatherQuestion }],
          tools: [weather],
          tool_choice: 'required',
        })
        .final(),
  },

  {
    name: 'responses.create',
    operation: responses,
    run: (mira) => mira.responses.create({ input: 'What is 6 times 7?' }),
  },
  {
    name: 'responses.create with every documented field',
    operation: responses,
    run: async (mira) => {
      const { id } = await mira.responses.create({ input: 'My name is Ada.' })
      return mira.responses.create({
        model: 'mira-thinking',
        input: [
          { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'What is my name?' }] },
          { role: 'user', content: [{ type: 'input_image', image_url: picture.image_url.url }] },
          { role: 'user', content: 'What is 6 times 7?' },
        ],
        instructions: 'Be brief.',
        previous_response_id: id,
        max_output_tokens: 100,
        temperature: 0.2,
        top_p: 0.9,
        tools: [{ type: 'function', ...functionFields }],
        tool_choice: 'none',
        text: { format: { type: 'text' } },
        reasoning: { effort: 'low' },
        metadata: { topic: 'test' },
        store: false,
      })
    },
  },
  {
    name: 'responses.create with the output of a function',
    operation: responses,
    run: async (mira) => {
      const tools = [{ type: 'function', ...functionFields }]
      const first = await mira.responses.create({ input: weatherQuestion, tools, tool_choice: 'required' })
      const outputs = first.output.map(({ call_id }) => ({ type: 'function_call_output', call_id, output: 'Rain' }))
      return mira.responses.create({ input: outputs, previous_response_id: first.id, tools })
    },
  },
  {
    name: 'responses.create with a form for its text',
    operation: responses,
    run: (mira) => {
      const schema = z.toJSONSchema(orderSchema)
      return mira.responses.create({ input: order, text: { format: { type: 'json_schema', name: 'order', schema } } })
    },
  },
  {
    name: 'responses.stream',
    operation: responses,
    run: (mira) => mira.responses.stream({ input: 'What is 6 times 7?', model: 'mira-thinking' }).final(),
  },
  {
    name: 'responses.stream with calls',
    operation: responses,
    run: (mira) =>
      mira.responses.stream({ input: weatherQuestion, tools: [{ type: 'function', ...functionFields }] }).final(),
  },
  {
    name: 'responses.stream cut by max_output_tokens',
    operation: responses,
    run: (mira) => mira.responses.stream({ input: 'Count from 1 to 20.', max_output_tokens: 3 }).final(),
  },

  { name: 'embeddings.create', operation: embeddings, run: (mira) => mira.embeddings.create({ input: 'one text' }) },
  {
    name: 'embeddings.create with every documented field, in batches',
    operation: embeddings,
    run: (mira) =>
      mira.embeddings.create(
        { model: 'mira-embed', input: ['one', 'two', 'three'], dimensions: 256, encoding_format: 'float' },
        { batchSize: 2 },
      ),
  },
]
