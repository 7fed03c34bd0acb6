import OpenAI from 'openai'

const client = new OpenAI({ apiKey: 'key', baseURL: 'https://example.org/v1', dangerouslyAllowBrowser: true })
const stream = await client.chat.completions.create({
  model: 'mira',
  messages: [{ role: 'user', content: 'Hello' }],
  stream: true,
})
for await (const chunk of stream) console.log(chunk.choices[0]?.delta.content)
