import {
  type EmbeddingModel,
  embedMany,
  generateImage,
  generateSpeech,
  generateText,
  type ImageModel,
  isStepCount,
  type LanguageModel,
  Output,
  type SpeechModel,
  streamText,
  type TranscriptionModel,
  tool,
  transcribe,
} from 'ai'
import { z } from 'zod'

/** Methods that this provider and `@ai-sdk/openai` have in common. */
export interface CommonProvider {
  chat(modelId: string): LanguageModel
  responses(modelId: string): LanguageModel
  embeddingModel(modelId: string): EmbeddingModel
  imageModel(modelId: string): ImageModel
  speechModel?(modelId: string): SpeechModel
  transcriptionModel?(modelId: string): TranscriptionModel
}

const tools = {
  get_weather: tool({
    description: 'Weather of a city',
    inputSchema: z.object({ city: z.string() }),
    execute: async ({ city }) => ({ city, celsius: -20 }),
  }),
}

/**
 * Runs a program for the AI SDK with the models of a provider, and returns what it shows.
 *
 * The image model has a name of OpenAI, for which the server sends base64: `@ai-sdk/openai` reads no URLs.
 */
export async function runProgram(provider: CommonProvider) {
  const chat = await converse(provider.chat('mira'))
  const responses = await converse(provider.responses('mira'))
  const { embeddings } = await embedMany({ model: provider.embeddingModel('mira-embed'), values: ['дом', 'house'] })
  const { images } = await generateImage({ model: provider.imageModel('gpt-image-1'), prompt: 'Маяк', n: 2 })
  const edited = await generateImage({
    model: provider.imageModel('gpt-image-1'),
    prompt: { text: 'Brighter', images: [images[0]!.uint8Array], mask: images[1]!.uint8Array },
  })
  const text = 'Good morning, how are you today?'
  const { audio } = await generateSpeech({
    model: provider.speechModel!('mira-voice'),
    text,
    voice: 'aria',
    outputFormat: 'wav',
  })
  const transcript = await transcribe({
    model: provider.transcriptionModel!('mira-transcribe'),
    audio: audio.uint8Array,
  })
  return {
    chat,
    responses,
    dimensions: embeddings.map(({ length }) => length),
    images: [...images, edited.image].map(({ mediaType }) => mediaType),
    audio: audio.mediaType,
    transcript: transcript.text,
  }
}

async function converse(model: LanguageModel) {
  const answer = await generateText({ model, prompt: 'Сколько будет 6 умножить на 7?' })
  const stream = streamText({ model, prompt: 'What is 12 % of 250?' })
  const streamed = await collect(stream.textStream)
  const weather = await generateText({ model, tools, stopWhen: isStepCount(3), prompt: 'What is the weather in Omsk?' })
  const streamedWeather = streamText({ model, tools, stopWhen: isStepCount(3), prompt: 'What is the weather in Omsk?' })
  const output = Output.object({ schema: z.object({ customer: z.string(), quantity: z.number() }) })
  const order = await generateText({ model, output, prompt: 'Anna orders 3 apples' })
  return {
    text: answer.text,
    finishReason: answer.finishReason,
    usage: answer.usage.totalTokens,
    streamed: streamed.join(''),
    streamedUsage: (await stream.usage).totalTokens,
    weather: weather.text,
    steps: weather.steps.map(({ finishReason, toolCalls }) => [finishReason, toolCalls.map(({ input }) => input)]),
    streamedWeather: await streamedWeather.text,
    streamedSteps: (await streamedWeather.steps).length,
    order: order.output,
  }
}

/** Reads all items of a stream. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = []
  for await (const item of items) collected.push(item)
  return collected
}
