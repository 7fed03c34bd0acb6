import { expect, it } from 'vitest'
import { useMira } from '../src/vitest.ts'

useMira({ fixtures: [{ name: 'greeting', answer: { text: 'Hi' } }], strict: true })

async function ask(content: string): Promise<number> {
  const { status } = await fetch(`${process.env.OPENAI_BASE_URL}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${process.env.OPENAI_API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'mira', messages: [{ role: 'user', content }] }),
  })
  return status
}

it('passes', async () => {
  expect(await ask('quiet question')).toBe(200)
})

it('fails', async () => {
  expect(await ask('loud question')).toBe(500)
})
