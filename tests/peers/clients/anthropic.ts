import Anthropic from '@anthropic-ai/sdk'
import { messages, type OpenClient } from './client.ts'

/** Speaks a protocol of its own: the server answers it with the same texts in that form. */
export const open: OpenClient<'chat' | 'streamChat'> = (baseUrl) => {
  const client = new Anthropic({ apiKey: 'key', baseURL: baseUrl })
  const params = { model: 'mira', max_tokens: 100, messages }
  return {
    async chat() {
      const { content } = await client.messages.create(params)
      return content.map((block) => (block.type === 'text' ? block.text : '')).join('')
    },
    async streamChat(onText) {
      const stream = await client.messages.create({ ...params, stream: true })
      for await (const event of stream) {
        if (event.type !== 'content_block_delta' || event.delta.type !== 'text_delta') continue
        if (!onText(event.delta.text)) break
      }
    },
  }
}
