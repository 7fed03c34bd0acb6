import ky from 'ky'
import { messages, type OpenClient } from './client.ts'

interface Completion {
  readonly choices: readonly { readonly message: { readonly content: string } }[]
}

/** `fetch` with retries and errors. */
export const open: OpenClient<'chat'> = (baseUrl) => ({
  async chat() {
    const json = { model: 'mira', messages }
    const { choices } = await ky.post(`${baseUrl}/v1/chat/completions`, { json }).json<Completion>()
    return choices[0]?.message.content ?? ''
  },
})
