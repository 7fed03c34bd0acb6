import { expect, it } from 'vitest'
import { startEmulator } from '../test-support/start-emulator.test-support.ts'
import type { WordServer } from '../test-support/start-word-server.test-support.ts'
import type { FixtureAnswer } from './fixture.ts'

async function run(server: WordServer, path: string, headers: Record<string, string> = {}) {
  const created = await server.post(path, { prompt: 'a calm river', duration: 5 }, { headers })
  const job = (await created.json()) as { readonly id: string; readonly detail?: string }
  if (created.status !== 202) return { status: created.status, detail: job.detail }
  const authorization = `Bearer ${server.apiKey}`
  const url = server.url + created.headers.get('location')
  for (;;) {
    const response = await fetch(url, { headers: { authorization, prefer: 'wait=20' } })
    const current = (await response.json()) as { readonly status: string; readonly [field: string]: unknown }
    if (current.status !== 'queued' && current.status !== 'running') return current
  }
}

it.each<{ path: string; answer: FixtureAnswer; expected: object }>([
  { path: '/v1/audio/music', answer: { job: {} }, expected: { status: 'succeeded' } },
  { path: '/v1/video/generate', answer: { description: 'A river' }, expected: { status: 'succeeded' } },
  {
    path: '/v1/audio/music',
    answer: { job: { steps: [{ progress: 50, stage: 'mixing' }], failure: { code: 'no_tune', message: 'No tune' } } },
    expected: { status: 'failed', error: { code: 'no_tune', message: 'No tune' } },
  },
  {
    path: '/v1/video/generate',
    answer: { error: { status: 429, message: 'Queue full' } },
    expected: { status: 429, detail: 'Queue full' },
  },
])('lives through the job of $path with $answer', async ({ path, answer, expected }) => {
  await using server = await startEmulator([{ answer }], { emulator: { strict: true } })
  expect(await run(server, path)).toMatchObject(expected)
})

it('rejects a job without a fixture before it is queued, if strict', async () => {
  await using server = await startEmulator([{ answer: { text: 'Hi' } }], { emulator: { strict: true } })
  const { status, detail } = await run(server, '/v1/audio/music')
  expect(status).toBe(404)
  expect(detail).toContain('answer: expected audio, job, lyrics or error for this endpoint')
})

it('answers a job with the fixture of the test that created it', async () => {
  const failure = (message: string) => ({ job: { failure: { message } } })
  await using server = await startEmulator([
    { match: { testId: 'one' }, answer: failure('of one') },
    { match: { testId: 'two' }, answer: failure('of two') },
  ])
  const messages = await Promise.all(
    ['one', 'two'].map(async (testId) => run(server, '/v1/audio/music', { 'x-mira-test-id': testId })),
  )
  expect(messages).toMatchObject([{ error: { message: 'of one' } }, { error: { message: 'of two' } }])
})
