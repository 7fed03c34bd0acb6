import { streamChatCompletion } from '@mira/chat'
import { createClient } from '@mira/core'

const client = createClient({ baseUrl: '/api/mira' }) // no API key: your server adds it
const form = document.querySelector('form')!
const answer = document.querySelector('output')!

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const content = String(new FormData(form).get('question'))
  answer.textContent = ''
  try {
    const stream = streamChatCompletion(client, { messages: [{ role: 'user', content }] })
    for await (const { text } of stream) answer.append(text)
  } catch (error) {
    answer.textContent = String(error)
  }
})
