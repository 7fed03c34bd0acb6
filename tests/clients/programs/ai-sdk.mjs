// The AI SDK with its provider for OpenAI, or its generic provider if the first argument says so.
import assert from 'node:assert/strict'
import { createOpenAI } from '@ai-sdk/openai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import {
  embedMany,
  generateImage,
  generateSpeech,
  generateText,
  Output,
  stepCountIs,
  streamText,
  tool,
  transcribe,
} from 'ai'
import { z } from 'zod'
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
  weatherQuestion,
} from './cells.mjs'

const isGeneric = process.argv[2] === 'generic'
const openai = isGeneric
  ? createOpenAICompatible({ ...settings, name: 'mira', supportsStructuredOutputs: true })
  : createOpenAI(settings)
// Its deprecation warnings say nothing about the server.
globalThis.AI_SDK_LOG_WARNINGS = false
const chat = (id = 'gpt-4o-mini') => (isGeneric ? openai(id) : openai.chat(id))
const tools = {
  get_weather: tool({
    description: 'Returns the weather of a city',
    inputSchema: z.object({ city: z.string().describe('Name of the city') }),
    execute: ({ city }) => (city === 'Oslo' ? forecast : 'unknown'),
  }),
}
const output = Output.object({ schema: z.object({ customer: z.string(), quantity: z.int() }) })
const expectOrder = (value) => assert.deepEqual(value, { customer: 'Anna', quantity: 3 })
const quiet = { maxRetries: 0 }
const missing = 'the provider has no such model'
let recording

await tryAll({
  chat: async () => {
    const { text, usage } = await generateText({ ...quiet, model: chat(), prompt: question })
    assert.match(text, answer)
    assert.ok(usage.totalTokens > 0)
  },
  'chat stream': async () =>
    assert.match(
      await collect(streamText({ ...quiet, model: chat(), prompt: question }).textStream, (text) => text),
      answer,
    ),
  'tool loop': async () => {
    const request = { ...quiet, model: chat(), tools, prompt: weatherQuestion, stopWhen: stepCountIs(3) }
    assert.match((await generateText(request)).text, /sunny/)
  },
  'tool loop, streamed': async () => {
    const request = { ...quiet, model: chat(), tools, prompt: weatherQuestion, stopWhen: stepCountIs(3) }
    assert.match(await collect(streamText(request).textStream, (text) => text), /sunny/)
  },
  'structured output': async () =>
    expectOrder((await generateText({ ...quiet, model: chat(), output, prompt: order })).output),
  'structured output, streamed': async () => {
    const { partialOutputStream } = streamText({ ...quiet, model: chat(), output, prompt: order })
    let last
    for await (const partial of partialOutputStream) last = partial
    expectOrder(last)
  },
  'image input': async () => {
    const image = { type: 'image', image: Buffer.from(redSquare, 'base64') }
    const content = [{ type: 'text', text: 'What is the main color of this image?' }, image]
    assert.match((await generateText({ ...quiet, model: chat(), messages: [{ role: 'user', content }] })).text, /red/)
  },
  reasoning: 'it knows no `thinking_content`, in which the API sends reasoning',
  'error message': () =>
    expectMessage(() => generateText({ ...quiet, model: chat(), prompt: question, temperature: 9 }), /temperature/),
  'misspelt model': () =>
    expectMessage(() => generateText({ ...quiet, model: chat('no-such-model'), prompt: question }), /no-such-model/),
  stop: async () => {
    const controller = new AbortController()
    const stream = streamText({
      ...quiet,
      model: chat(),
      prompt: 'Count from 1 to 40.',
      abortSignal: controller.signal,
    })
    for await (const _ of stream.textStream) controller.abort()
  },
  embeddings: async () => {
    const model = isGeneric
      ? openai.embeddingModel('text-embedding-3-small')
      : openai.embedding('text-embedding-3-small')
    assert.equal((await embedMany({ ...quiet, model, values: ['a', 'b'] })).embeddings.length, 2)
  },
  completion: async () => {
    const id = 'gpt-3.5-turbo-instruct'
    const model = isGeneric ? openai.completionModel(id) : openai.completion(id)
    assert.match((await generateText({ ...quiet, model, prompt: question })).text, answer)
  },
  response: isGeneric
    ? missing
    : async () =>
        assert.match(
          (await generateText({ ...quiet, model: openai.responses('gpt-4o-mini'), prompt: question })).text,
          answer,
        ),
  'response stream': isGeneric
    ? missing
    : async () => {
        const { textStream } = streamText({ ...quiet, model: openai.responses('gpt-4o-mini'), prompt: question })
        assert.match(await collect(textStream, (text) => text), answer)
      },
  'response tool call': isGeneric
    ? missing
    : async () => {
        const model = openai.responses('gpt-4o-mini')
        const request = { ...quiet, model, tools, prompt: weatherQuestion, stopWhen: stepCountIs(3) }
        assert.match((await generateText(request)).text, /sunny/)
      },
  'response structured output': isGeneric
    ? missing
    : async () =>
        expectOrder(
          (await generateText({ ...quiet, model: openai.responses('gpt-4o-mini'), output, prompt: order })).output,
        ),
  conversation: isGeneric
    ? missing
    : async () => {
        const model = openai.responses('gpt-4o-mini')
        const first = await generateText({ ...quiet, model, prompt: 'My name is Ada.' })
        const messages = [
          { role: 'user', content: 'My name is Ada.' },
          ...first.response.messages,
          { role: 'user', content: 'What is my name?' },
        ]
        assert.match((await generateText({ ...quiet, model, messages })).text, /Ada/)
      },
  'image generation': async () => {
    const model = isGeneric ? openai.imageModel('gpt-image-1') : openai.image('gpt-image-1')
    const { image } = await generateImage({ ...quiet, model, prompt: 'a red apple', size: '1024x1024' })
    assert.equal(Buffer.from(image.uint8Array).subarray(1, 4).toString(), 'PNG')
  },
  speech: isGeneric
    ? missing
    : async () => {
        const { audio } = await generateSpeech({
          ...quiet,
          model: openai.speech('tts-1'),
          voice: 'alloy',
          text: question,
          outputFormat: 'wav',
        })
        recording = audio.uint8Array
        assert.equal(Buffer.from(recording).subarray(0, 4).toString(), 'RIFF')
      },
  transcription: isGeneric
    ? missing
    : async () => {
        const { text } = await transcribe({ ...quiet, model: openai.transcription('whisper-1'), audio: recording })
        assert.match(text, /six times seven/i)
      },
})
