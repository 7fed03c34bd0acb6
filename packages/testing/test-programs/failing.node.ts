import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useMira } from '../src/node.ts'

const mira = useMira({ fixtures: [{ name: 'greeting', answer: { text: 'Hi' } }], strict: true })

async function ask(content: string): Promise<number> {
  const { status } = await fetch(`${process.env.OPENAI_BASE_URL}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${process.env.OPENAI_API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'mira', messages: [{ role: 'user', content }] }),
  })
  return status
}

test('passes', async () => {
  assert.equal(await ask('quiet question'), 200)
  assert.equal((await mira.listRequests()).length, 1)
})

test('fails', async () => {
  assert.equal(await ask('loud question'), 500)
})
