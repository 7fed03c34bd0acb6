import { createChatCompletion, createEmbeddings, streamChatCompletion, streamResponse } from '@mira/chat'
import { createClient, download, request } from '@mira/core'
import {
  type ApiSkill,
  countNumbersOf,
  jobPrompt,
  messages,
  type OpenClient,
  type ReadyJob,
  textsToEmbed,
} from './client.ts'
import { countBytes, downloadPath, uploadPath } from './wire.ts'

/** The packages of this repository. */
export const open: OpenClient<ApiSkill | 'openVoice' | 'runJob'> = (baseUrl) => {
  const client = createClient({ baseUrl })
  const embed = async (count: number, encoding_format: 'float' | 'base64'): Promise<number> => {
    const params = { input: textsToEmbed(count), encoding_format }
    return countNumbersOf((await createEmbeddings(client, params, { batchSize: count })).data)
  }
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
    embed: (count) => embed(count, 'float'),
    embedAsBase64: (count) => embed(count, 'base64'),
    async upload(path) {
      const { fromPath } = await import('@mira/core/node')
      const { multipartBody, readObject } = await import('@mira/core')
      const body = multipartBody({ file: await fromPath(path) })
      await request(client, { operation: 'upload', path: `/v1${uploadPath}`, body, read: readObject })
    },
    download: () => countBytes(download(client, `/v1${downloadPath}`)),
    openVoice: async () => (await import('./mira-voice.ts')).openVoice(client),
    async runJob() {
      const { generateMusic } = await import('@mira/jobs')
      const { raw } = await (await generateMusic(client, { prompt: jobPrompt })).wait()
      return (raw as unknown as ReadyJob).ready_at_ms
    },
  }
}
