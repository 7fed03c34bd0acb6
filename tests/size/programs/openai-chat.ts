import OpenAI from 'openai'

const client = new OpenAI({ apiKey: 'key', baseURL: 'https://example.org/v1', dangerouslyAllowBrowser: true })
const completion = await client.chat.completions.create({
  model: 'mira',
  messages: [{ role: 'user', content: 'Hello' }],
})
console.log(completion.choices[0]?.message.content)
