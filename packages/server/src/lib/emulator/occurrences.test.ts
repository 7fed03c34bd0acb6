import { expect, it } from 'vitest'
import { startEmulator } from '../test-support/start-emulator.test-support.ts'

const fixtures = [1, 2, 3].map((occurrence) => ({
  match: { user: 'Hello', occurrence },
  answer: { text: `answer ${occurrence}`, images: [{ base64: 'iVBORw0KGgo=' }] },
}))

it.each([
  { name: 'one choice', n: 1 },
  { name: 'several choices', n: 3 },
])('counts a request for $name once, and answers all of them with its fixture', async ({ n }) => {
  await using server = await startEmulator(fixtures, { emulator: { strict: true } })
  const ask = async () => {
    const messages = [{ role: 'user', content: 'Hello' }]
    const response = await server.post('/v1/chat/completions', { model: 'mira', n, messages })
    const { choices } = (await response.json()) as { readonly choices: { message: { content: string } }[] }
    return choices.map(({ message }) => message.content)
  }
  for (const occurrence of [1, 2, 3]) expect(await ask()).toEqual(Array(n).fill(`answer ${occurrence}`))
})

it('counts a streamed request for several choices once', async () => {
  await using server = await startEmulator(fixtures, { emulator: { strict: true } })
  const ask = async () => {
    const messages = [{ role: 'user', content: 'Hello' }]
    const response = await server.post('/v1/chat/completions', { model: 'mira', n: 2, stream: true, messages })
    const texts = ['', '']
    for (const [, json] of (await response.text()).matchAll(/^data: (\{.*)$/gm)) {
      for (const { index, delta } of JSON.parse(json!).choices) texts[index] += delta.content ?? ''
    }
    return texts
  }
  expect(await ask()).toEqual(['answer 1', 'answer 1'])
  expect(await ask()).toEqual(['answer 2', 'answer 2'])
})
