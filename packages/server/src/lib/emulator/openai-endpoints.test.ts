import { expect, it } from 'vitest'
import { readEvents } from '../test-support/read-events.test-support.ts'
import { startEmulator } from '../test-support/start-emulator.test-support.ts'

it('completes prompts with the fixture of each', async () => {
  await using server = await startEmulator(
    [
      { match: { endpoint: 'completions', user: 'one' }, answer: { text: 'First.' } },
      { match: { endpoint: '/v1/completions', user: 'two' }, answer: { text: 'Second.' } },
    ],
    { emulator: { strict: true } },
  )
  const body = { model: 'gpt-3.5-turbo-instruct', prompt: ['one', 'two'], n: 2 }
  const { choices } = await (await server.post('/v1/completions', body)).json()
  expect(choices.map(({ text }: { text: string }) => text)).toEqual(['First.', 'First.', 'Second.', 'Second.'])
  const events = await readEvents(await server.post('/v1/completions', { ...body, n: 1, stream: true }))
  const texts = events.slice(0, -1).map(({ data }) => JSON.parse(data).choices[0].text)
  expect(texts.join('')).toBe('First.Second.')
  expect((await server.post('/v1/completions', { ...body, prompt: 'three' })).status).toBe(404)
  expect(
    (await server.post('/v1/chat/completions', { model: 'mira', messages: [{ role: 'user', content: 'one' }] })).status,
  ).toBe(404)
})

it('moderates as its fixtures say', async () => {
  await using server = await startEmulator(
    [
      { match: { endpoint: 'moderations', user: 'bad' }, answer: { blocked: 'violence' } },
      { match: { endpoint: 'moderations', user: 'good' }, answer: { blocked: null } },
    ],
    { emulator: { strict: true } },
  )
  const moderate = (input: string) => server.post('/v1/moderations', { input })
  const [bad, good] = await Promise.all(['bad', 'good'].map(async (input) => (await moderate(input)).json()))
  expect(bad.results).toMatchObject([
    { flagged: true, categories: { violence: true }, category_scores: { violence: 1 } },
  ])
  expect(good.results).toMatchObject([{ flagged: false, categories: { violence: false } }])
  expect((await moderate('other')).status).toBe(404)
})
