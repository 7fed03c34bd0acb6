import { createChatCompletion, createEmbeddings, streamChatCompletion, streamResponse } from '@mira/chat'
import { createClient, download, request } from '@mira/core'
import { messages, type OpenClient, textsToEmbed } from './client.ts'
import { countBytes, downloadPath, uploadPath } from './wire.ts'

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
    async upload(path) {
      const { fromPath } = await import('@mira/core/node')
      const { multipartBody, readObject } = await import('@mira/core')
      const body = multipartBody({ file: await fromPath(path) })
      await request(client, { operation: 'upload', path: `/v1${uploadPath}`, body, read: readObject })
    },
    download: () => countBytes(download(client, `/v1${downloadPath}`)),
  }
}
