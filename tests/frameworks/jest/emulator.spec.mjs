import { chat } from '@mira/chat'
import { createClient } from '@mira/core'
import { useMira } from '@mira/testing/jest'

const mira = useMira({ strict: true })

const ask = async (content) => {
  const { choices } = await createClient()
    .extend(chat)
    .chat.create({ messages: [{ role: 'user', content }] })
  return choices[0].message.content
}

test('answers from a fixture of the test', async () => {
  await mira.addFixtures({ match: { user: 'quiet question' }, answer: { text: 'Good day' } })
  expect(await ask('quiet question')).toBe('Good day')
  expect(await mira.listRequests()).toHaveLength(1)
})

test('has forgotten the fixtures of the test before', async () => {
  await expect(ask('quiet question')).rejects.toMatchObject({ status: 404 })
})

// Fails on purpose: its requests must be printed.
test('fails', async () => {
  await mira.addFixtures({ name: 'greeting', answer: { text: 'Good evening' } })
  expect(await ask('loud question')).toBe('Good night')
})
