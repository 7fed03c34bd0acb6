import { createChatCompletion, createEmbeddings, streamChatCompletion, streamResponse } from '@mira/chat'
import { createClient } from '@mira/core'
import { messages, type OpenClient, textsToEmbed } from './client.ts'

export const open: OpenClient = (baseUrl) => {
  const client = createClient({ baseUrl })
  return {
    chat: async () => (await createChatCompletion(client, { messages })).choices[0]?.message.content ?? '',
    async streamChat(onText) {
      for await (const { text } of streamChatCompletion(client, { messages })) if (text && !onText(text)) break
    },
    async streamResponse(onText) {
      for await (const event of streamResponse(client, { input: 'Hello' })) {
        if (event.type === 'response.output_text.delta' && !onText(event.delta)) break
      }
    },
    async embed(count, encoding_format) {
      const params = { input: textsToEmbed(count), encoding_format }
      const { data } = await createEmbeddings(client, params, { batchSize: count })
      return data.reduce((sum, { embedding }) => sum + embedding.length, 0)
    },
  }
}
