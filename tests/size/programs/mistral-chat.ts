import { Mistral } from '@mistralai/mistralai'

const client = new Mistral({ apiKey: 'key', serverURL: 'https://example.org' })
const completion = await client.chat.complete({ model: 'mira', messages: [{ role: 'user', content: 'Hello' }] })
console.log(completion.choices[0]?.message?.content)
