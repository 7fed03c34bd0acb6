import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { embedMany, generateText, streamText } from 'ai'
import { countNumbersOf, type OpenClient, textsToEmbed } from './client.ts'

/** The AI SDK with the OpenAI-compatible provider. */
export const open: OpenClient<'chat' | 'streamChat' | 'embed'> = (baseUrl) => {
  const provider = createOpenAICompatible({ name: 'mira', baseURL: `${baseUrl}/v1` })
  const model = provider('mira')
  return {
    chat: async () => (await generateText({ model, prompt: 'Hello' })).text,
    async streamChat(onText) {
      for await (const text of streamText({ model, prompt: 'Hello' }).textStream) if (!onText(text)) break
    },
    async embed(count) {
      const embeddingModel = provider.embeddingModel('mira-embed')
      const { embeddings } = await embedMany({ model: embeddingModel, values: textsToEmbed(count) })
      return countNumbersOf(embeddings.map((embedding) => ({ embedding })))
    },
  }
}
