import Anthropic from '@anthropic-ai/sdk'

const client = new Anthropic({ apiKey: 'key', baseURL: 'https://example.org', dangerouslyAllowBrowser: true })
const message = await client.messages.create({
  model: 'mira',
  max_tokens: 100,
  messages: [{ role: 'user', content: 'Hello' }],
})
console.log(message.content)
