import { Mistral } from '@mistralai/mistralai'
import { countNumbersOf, messages, type OpenClient, textsToEmbed } from './client.ts'

const model = 'mira'

/** The mistral client. */
export const open: OpenClient<'chat' | 'streamChat' | 'embed'> = (baseUrl) => {
  const client = new Mistral({ apiKey: 'key', serverURL: baseUrl })
  return {
    async chat() {
      const { choices } = await client.chat.complete({ model, messages })
      return String(choices[0]?.message?.content ?? '')
    },
    async streamChat(onText) {
      for await (const { data } of await client.chat.stream({ model, messages })) {
        const text = data.choices[0]?.delta.content
        if (text && !onText(String(text))) break
      }
    },
    async embed(count) {
      const { data } = await client.embeddings.create({ model, inputs: textsToEmbed(count) })
      return countNumbersOf(data)
    },
  }
}
