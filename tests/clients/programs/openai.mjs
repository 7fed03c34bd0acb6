// The official client, in the version whose package name is the first argument.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import {
  answer,
  collect,
  expectMessage,
  forecast,
  order,
  question,
  redSquare,
  settings,
  tryAll,
  weather,
  weatherQuestion,
} from './cells.mjs'

const name = process.argv[2]
const { default: OpenAI, toFile } = await import(name)
const major = Number(name.slice('openai-'.length))
const openai = new OpenAI({ ...settings, maxRetries: 0 })
const { chat, responses, audio, images } = openai

const model = 'gpt-4o-mini'
const messages = [{ role: 'user', content: question }]
const tool = { type: 'function', function: weather }
const responseTool = { type: 'function', ...weather, strict: true }
const schema = {
  type: 'object',
  properties: { customer: { type: 'string' }, quantity: { type: 'integer' } },
  required: ['customer', 'quantity'],
  additionalProperties: false,
}
const expectOrder = (text) => assert.deepEqual(JSON.parse(text), { customer: 'Anna', quantity: 3 })
let recording

await tryAll({
  chat: async () =>
    assert.match((await chat.completions.create({ model, messages })).choices[0].message.content, answer),
  'chat stream': async () => {
    const stream = await chat.completions.create({
      model,
      messages,
      stream: true,
      stream_options: { include_usage: true },
    })
    let usage
    const text = await collect(stream, (chunk) => {
      usage = chunk.usage ?? usage
      return chunk.choices[0]?.delta.content
    })
    assert.match(text, answer)
    assert.ok(usage.total_tokens > 0)
  },
  'several answers': async () =>
    assert.equal((await chat.completions.create({ model, messages, n: 2 })).choices.length, 2),
  'tool call': async () => {
    const asked = [{ role: 'user', content: weatherQuestion }]
    const first = await chat.completions.create({ model, messages: asked, tools: [tool] })
    const { message } = first.choices[0]
    assert.deepEqual(JSON.parse(message.tool_calls[0].function.arguments), { city: 'Oslo' })
    const result = { role: 'tool', tool_call_id: message.tool_calls[0].id, content: forecast }
    const second = await chat.completions.create({ model, messages: [...asked, message, result], tools: [tool] })
    assert.match(second.choices[0].message.content, /sunny/)
  },
  'tool loop': async () => {
    const { completions } = major === 4 ? openai.beta.chat : chat
    const executable = { ...weather, parse: JSON.parse, function: () => forecast }
    const runner = completions.runTools({
      model,
      messages: [{ role: 'user', content: weatherQuestion }],
      tools: [{ type: 'function', function: executable }],
    })
    assert.match(await runner.finalContent(), /sunny/)
  },
  'structured output': async () => {
    const format = { type: 'json_schema', json_schema: { name: 'order', schema, strict: true } }
    const asked = [{ role: 'user', content: order }]
    const completion = await chat.completions.create({ model, messages: asked, response_format: format })
    expectOrder(completion.choices[0].message.content)
  },
  'image input': async () => {
    const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${redSquare}` } }
    const content = [{ type: 'text', text: 'What is the main color of this image?' }, image]
    const { choices } = await chat.completions.create({ model, messages: [{ role: 'user', content }] })
    assert.match(choices[0].message.content, /red/)
  },
  'error message': () =>
    expectMessage(() => chat.completions.create({ model, messages, temperature: 9 }), /temperature/),
  'misspelt model': () =>
    expectMessage(() => chat.completions.create({ model: 'no-such-model', messages }), /no-such-model/),
  stop: async () => {
    const stream = await chat.completions.create({
      model,
      messages: [{ role: 'user', content: 'Count from 1 to 40.' }],
      stream: true,
    })
    for await (const _ of stream) break
    stream.controller.abort()
  },
  models: async () => {
    const ids = []
    for await (const found of openai.models.list()) ids.push(found.id)
    assert.ok(ids.includes('mira'))
  },
  completion: async () =>
    assert.match(
      (await openai.completions.create({ model: 'gpt-3.5-turbo-instruct', prompt: question })).choices[0].text,
      answer,
    ),
  moderation: async () => {
    const { results } = await openai.moderations.create({ input: ['Good morning', 'I will kill you'] })
    assert.deepEqual(
      results.map(({ flagged }) => flagged),
      [false, true],
    )
  },
  embeddings: async () => {
    const { data } = await openai.embeddings.create({ model: 'text-embedding-3-small', input: ['a', 'b'] })
    assert.equal(data.length, 2)
    assert.ok(data[0].embedding.every(Number.isFinite))
  },
  response: async () => assert.match((await responses.create({ model, input: question })).output_text, answer),
  'response stream': async () => {
    const stream = await responses.create({ model, input: question, stream: true })
    const text = await collect(stream, (event) => (event.type === 'response.output_text.delta' ? event.delta : ''))
    assert.match(text, answer)
  },
  'response tool call': async () => {
    const input = [{ role: 'user', content: weatherQuestion }]
    const first = await responses.create({ model, input, tools: [responseTool] })
    const call = first.output.find(({ type }) => type === 'function_call')
    const output = { type: 'function_call_output', call_id: call.call_id, output: forecast }
    const second = await responses.create({ model, input: [...input, ...first.output, output], tools: [responseTool] })
    assert.match(second.output_text, /sunny/)
  },
  'response structured output': async () => {
    const text = { format: { type: 'json_schema', name: 'order', schema, strict: true } }
    expectOrder((await responses.create({ model, input: order, text })).output_text)
  },
  conversation: async () => {
    const first = await responses.create({ model, input: 'My name is Ada.' })
    const second = await responses.create({ model, input: 'What is my name?', previous_response_id: first.id })
    assert.match(second.output_text, /Ada/)
    const items = []
    for await (const item of responses.inputItems.list(second.id)) items.push(item)
    assert.ok(items.length > 0)
    await responses.del?.(first.id)
    await responses.delete?.(first.id)
  },
  background: async () => {
    let response = await responses.create({ model, input: question, background: true })
    while (response.status === 'queued' || response.status === 'in_progress')
      response = await responses.retrieve(response.id)
    assert.match(response.output_text ?? response.output[0].content[0].text, answer)
  },
  'image generation': async () => {
    const { data } = await images.generate({
      model: 'gpt-image-1',
      prompt: 'a red apple',
      size: '1024x1024',
      quality: 'low',
    })
    assert.equal(Buffer.from(data[0].b64_json, 'base64').subarray(1, 4).toString(), 'PNG')
  },
  'image edit': async () => {
    const image = await toFile(Buffer.from(redSquare, 'base64'), 'square.png', { type: 'image/png' })
    const { data } = await images.edit({ model: 'gpt-image-1', image, prompt: 'make it black and white' })
    assert.ok(data[0].b64_json.length > 100)
  },
  speech: async () => {
    const spoken = await audio.speech.create({
      model: 'tts-1',
      voice: 'alloy',
      input: question,
      response_format: 'wav',
    })
    recording = Buffer.from(await spoken.arrayBuffer())
    assert.equal(recording.subarray(0, 4).toString(), 'RIFF')
  },
  transcription: async () => {
    const file = await toFile(recording, 'question.wav')
    const { text } = await audio.transcriptions.create({ model: 'whisper-1', file })
    assert.match(text, /six times seven/i)
  },
  'transcription stream': async () => {
    const file = await toFile(recording, 'question.wav')
    const stream = await audio.transcriptions.create({ model: 'gpt-4o-mini-transcribe', file, stream: true })
    let done
    for await (const event of stream) if (event.type === 'transcript.text.done') done = event.text
    assert.match(done, /six times seven/i)
  },
  translation: async () => {
    const file = await toFile(recording, 'question.wav')
    const { text } = await audio.translations.create({ model: 'whisper-1', file })
    assert.match(text, /six times seven/i)
  },
  'realtime voice': major < 5 ? 'its realtime client speaks a protocol of the preview' : () => talk(),
})

/** Asks by text over the realtime socket, and expects audio with a transcript. */
async function talk() {
  const { OpenAIRealtimeWS } = await import(`${name}/${major === 5 ? 'beta/' : ''}realtime/ws`)
  // The client knows no unencrypted sockets; TLS is left out below it.
  const options = { createConnection: ({ host, port }) => connect(port, host) }
  const socket = new OpenAIRealtimeWS({ model: 'gpt-realtime', options }, openai)
  const transcript = await new Promise((resolve, reject) => {
    socket.on('error', reject)
    for (const type of ['response.output_audio_transcript.done', 'response.audio_transcript.done'])
      socket.on(type, (event) => resolve(event.transcript))
    socket.on('session.created', () => {
      const content = [{ type: 'input_text', text: question }]
      socket.send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content } })
      socket.send({ type: 'response.create' })
    })
  })
  socket.close()
  assert.match(transcript, answer)
}
