import ky from 'ky'

interface Completion {
  choices: { message: { content: string } }[]
}

const json = { model: 'mira', messages: [{ role: 'user', content: 'Hello' }] }
const completion = await ky.post('https://example.org/v1/chat/completions', { json }).json<Completion>()
console.log(completion.choices[0]?.message.content)
