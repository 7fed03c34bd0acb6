import { GoogleGenAI } from '@google/genai'
import type { OpenClient } from './client.ts'

const question = { model: 'mira', contents: 'Hello' }

/** Uses Google's protocol; the server sends the same texts in that format. */
export const open: OpenClient<'chat' | 'streamChat'> = (baseUrl) => {
  const { models } = new GoogleGenAI({ apiKey: 'key', httpOptions: { baseUrl } })
  return {
    chat: async () => (await models.generateContent(question)).text ?? '',
    async streamChat(onText) {
      for await (const { text } of await models.generateContentStream(question)) if (text && !onText(text)) break
    },
  }
}
