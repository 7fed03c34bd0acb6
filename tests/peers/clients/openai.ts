import OpenAI from 'openai'
import { type ApiSkill, countNumbersOf, messages, type OpenClient, textsToEmbed } from './client.ts'
import { countBytes } from './wire.ts'

const model = 'mira'

/** The openai client. */
export const open: OpenClient<ApiSkill | 'openVoice'> = (baseUrl) => {
  const client = new OpenAI({ apiKey: 'key', baseURL: `${baseUrl}/v1` })
  const embed = async (count: number, format: { encoding_format?: 'float' }): Promise<number> =>
    countNumbersOf((await client.embeddings.create({ model, input: textsToEmbed(count), ...format })).data)
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
    embed: (count) => embed(count, { encoding_format: 'float' }),
    // Without a format this client requests base64 and returns numbers.
    embedAsBase64: (count) => embed(count, {}),
    async upload(path) {
      const { createReadStream } = process.getBuiltinModule('node:fs')
      await client.audio.transcriptions.create({ model, file: createReadStream(path) })
    },
    async download() {
      const { body } = await client.files.content('file-1')
      return countBytes(body ?? new ReadableStream())
    },
    openVoice: async () => (await import('./openai-voice.ts')).openVoice(client),
  }
}
