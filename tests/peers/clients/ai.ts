import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { embedMany, generateText, streamText } from 'ai'
import { type OpenClient, textsToEmbed } from './client.ts'

export const open: OpenClient = (baseUrl) => {
  const provider = createOpenAICompatible({ name: 'mira', baseURL: `${baseUrl}/v1` })
  const model = provider('mira')
  return {
    chat: async () => (await generateText({ model, prompt: 'Hello' })).text,
    async streamChat(onText) {
      for await (const text of streamText({ model, prompt: 'Hello' }).textStream) if (!onText(text)) break
    },
    async embed(count, format) {
      if (format === 'base64') throw new Error('ai reads vectors as numbers only')
      const embeddingModel = provider.embeddingModel('mira-embed')
      const { embeddings } = await embedMany({ model: embeddingModel, values: textsToEmbed(count) })
      return embeddings.reduce((sum, embedding) => sum + embedding.length, 0)
    },
  }
}
