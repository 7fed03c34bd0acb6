import { wavHeader } from '@mira/engine/audio'
import { expect, it } from 'vitest'
import type { Fixture } from '../emulator/fixture.ts'
import { readEvents } from '../test-support/read-events.test-support.ts'
import { onePixel, startEmulator } from '../test-support/start-emulator.test-support.ts'
import type { WordServer } from '../test-support/start-word-server.test-support.ts'

const wav = Buffer.concat([wavHeader(24_000, 4_800), Buffer.alloc(4_800, 1)])
const fixtures: Fixture[] = [
  { match: { endpoint: 'responses', user: 'late' }, answer: { error: { status: 503, message: 'Busy' } } },
  { match: { endpoint: 'responses' }, answer: { text: 'From a fixture' } },
  { match: { endpoint: 'images' }, answer: { images: [{ base64: onePixel }] } },
  { match: { endpoint: 'speech' }, answer: { audio: { base64: wav.toString('base64') } } },
  { match: { endpoint: 'transcription' }, answer: { transcript: 'One two' } },
]

const listen = async (answer: Response) => (await readEvents(answer)).map(({ data }) => JSON.parse(data))

async function sendRecording(server: WordServer, path: string, fields: Readonly<Record<string, string>>) {
  const form = new FormData()
  form.append('file', new Blob([wav]), 'a.wav')
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return fetch(server.url + path, { method: 'POST', headers: { authorization: `Bearer ${server.apiKey}` }, body: form })
}

it('answers responses in the background from fixtures, failures included', async () => {
  await using server = await startEmulator(fixtures)
  const run = async (input: string) => {
    const body = { model: 'gpt-4o', input, background: true, stream: true }
    return (await listen(await server.post('/v1/responses', body))).at(-1).response
  }
  expect(await run('hi')).toMatchObject({ status: 'completed', output: [{ content: [{ text: 'From a fixture' }] }] })
  expect(await run('late')).toMatchObject({ status: 'failed', error: { code: 'server_error', message: 'Busy' } })
})

it('counts input tokens as the usage of an answer does', async () => {
  await using server = await startEmulator(fixtures)
  const body = { model: 'gpt-4o', input: 'one two three', instructions: 'Be brief' }
  const { usage } = await (await server.post('/v1/responses', body)).json()
  const { input_tokens } = await (await server.post('/v1/responses/input_tokens', body)).json()
  expect(input_tokens).toBe(usage.input_tokens)
})

it('streams images, speech and transcripts of fixtures', async () => {
  await using server = await startEmulator(fixtures)
  const [image] = await listen(await server.post('/v1/images/generations', { prompt: 'a', stream: true }))
  expect(image).toMatchObject({ type: 'image_generation.completed', b64_json: onePixel, size: '1x1' })
  const speech = await listen(
    await server.post('/v1/audio/speech', { input: 'One two', response_format: 'wav', stream_format: 'sse' }),
  )
  const parts = speech.slice(0, -1).map(({ audio }) => Buffer.from(audio, 'base64'))
  expect(Buffer.concat(parts).equals(wav)).toBe(true)
  const transcript = await listen(await sendRecording(server, '/v1/audio/transcriptions', { stream: 'true' }))
  expect(transcript.at(-1)).toMatchObject({ type: 'transcript.text.done', text: 'One two' })
})

it('translates with the fixtures of transcriptions', async () => {
  await using server = await startEmulator(fixtures)
  const answer = await sendRecording(server, '/v1/audio/translations', { response_format: 'text' })
  expect([answer.status, await answer.text()]).toEqual([200, 'One two\n'])
})

it('does not make another format out of an image of a fixture', async () => {
  await using server = await startEmulator(fixtures)
  const answer = await server.post('/v1/images/generations', { prompt: 'a', output_format: 'webp' })
  expect([answer.status, (await answer.json()).detail]).toEqual([
    502,
    'output_format: the engine returned image/png instead of image/webp',
  ])
})
