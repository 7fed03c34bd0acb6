import Anthropic from '@anthropic-ai/sdk'

const client = new Anthropic({ apiKey: 'key', baseURL: 'https://example.org', dangerouslyAllowBrowser: true })
const stream = client.messages.stream({
  model: 'mira',
  max_tokens: 100,
  messages: [{ role: 'user', content: 'Hello' }],
})
for await (const event of stream) console.log(event)
