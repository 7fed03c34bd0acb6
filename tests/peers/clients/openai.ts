import OpenAI from 'openai'
import { messages, type OpenClient, textsToEmbed } from './client.ts'
import { countBytes } from './wire.ts'

const model = 'mira'

export const open: OpenClient = (baseUrl) => {
  const client = new OpenAI({ apiKey: 'key', baseURL: `${baseUrl}/v1` })
  return {
    async chat() {
      const completion = await client.chat.completions.create({ model, messages })
      return completion.choices[0]?.message.content ?? ''
    },
    async streamChat(onText) {
      const stream = await client.chat.completions.create({ model, messages, stream: true })
      for await (const chunk of stream) {
        const text = chunk.choices[0]?.delta.content
        if (text && !onText(text)) break
      }
    },
    async streamResponse(onText) {
      const stream = await client.responses.create({ model, input: 'Hello', stream: true })
      for await (const event of stream) {
        if (event.type === 'response.output_text.delta' && !onText(event.delta)) break
      }
    },
    async embed(count, encoding_format) {
      // Without a format this client asks for base64 and hands out numbers.
      const format = encoding_format === 'float' ? { encoding_format } : {}
      const { data } = await client.embeddings.create({ model, input: textsToEmbed(count), ...format })
      return data.reduce((sum, { embedding }) => sum + embedding.length, 0)
    },
    async upload(path) {
      const { createReadStream } = process.getBuiltinModule('node:fs')
      await client.audio.transcriptions.create({ model, file: createReadStream(path) })
    },
    async download() {
      const { body } = await client.files.content('file-1')
      return countBytes(body ?? new ReadableStream())
    },
  }
}
