import { wavHeader } from '@mira/engine/audio'
import { expect, it } from 'vitest'
import { appendOf, connectClient } from '../test-support/realtime-client.test-support.ts'
import { startEmulator } from '../test-support/start-emulator.test-support.ts'
import type { Fixture } from './fixture.ts'

const samples = Buffer.alloc(4_800, 7)
const audio = { base64: Buffer.concat([wavHeader(24_000, samples.length), samples]).toString('base64') }
const manual = { type: 'session.update', session: { turn_detection: null } }
const strict = { emulator: { strict: true } }

it('hears, answers and speaks the turns of a session as fixtures say', async () => {
  const turns: Fixture[] = [
    {
      match: { endpoint: 'realtime', turn: 1 },
      answer: { transcript: 'Good morning', text: 'Hello. Nice day.', audio },
    },
    {
      match: { endpoint: 'realtime', turn: 2 },
      answer: { transcript: 'Weather?', toolCalls: [{ name: 'w', id: 'c' }] },
    },
  ]
  await using server = await startEmulator(turns, strict)
  using client = await connectClient(server)
  client.send(manual)
  client.send(appendOf(200, 440))
  client.send({ type: 'input_audio_buffer.commit' })
  client.send({ type: 'response.create' })
  const { response } = await client.next('response.done')
  expect(response).toMatchObject({ status: 'completed' })
  const textOf = (type: string) => client.events.flatMap((event) => (event.type === type ? [event.delta] : [])).join('')
  expect(textOf('response.audio_transcript.delta')).toBe('Hello. Nice day.')
  const spoken = client.events.filter(({ type }) => type === 'response.audio.delta').map(({ delta }) => delta)
  expect(Buffer.concat(spoken.map((delta) => Buffer.from(delta, 'base64')))).toEqual(samples)

  client.send(appendOf(200, 440))
  client.send({ type: 'input_audio_buffer.commit' })
  client.send({ type: 'response.create' })
  const second = (await client.next('response.done')).response
  expect(second.output).toMatchObject([{ type: 'function_call', name: 'w', call_id: 'c', arguments: '{}' }])
})

it('detects turns, and reports their fixed transcript', async () => {
  const answer = { transcript: 'Good morning', text: 'Hello.' }
  await using server = await startEmulator([{ match: { endpoint: 'realtime' }, answer }], strict)
  using client = await connectClient(server)
  client.send({ type: 'session.update', session: { input_audio_transcription: { model: 'mira-transcribe' } } })
  client.send(appendOf(600, 440))
  client.send(appendOf(1_500))
  const { transcript } = await client.next('conversation.item.input_audio_transcription.completed')
  expect(transcript).toBe('Good morning')
})

it('interrupts a response as if the user had spoken', async () => {
  const answer = { text: 'One two three four.', interruptAfterCharacters: 7 }
  await using server = await startEmulator([{ answer }], strict)
  using client = await connectClient(server)
  client.send({ type: 'session.update', session: { modalities: ['text'], turn_detection: null } })
  client.send({ type: 'response.create' })
  const { response } = await client.next('response.done')
  expect(response).toMatchObject({ status: 'cancelled', status_details: { reason: 'turn_detected' } })
  const { text } = await client.next('response.text.done')
  expect(text).toBe('One two')
})

it('fails a response, and one without a fixture if strict', async () => {
  const fixtures: Fixture[] = [{ match: { user: 'fail' }, answer: { error: { status: 503, message: 'Busy' } } }]
  await using server = await startEmulator(fixtures, strict)
  using client = await connectClient(server)
  client.send({ type: 'session.update', session: { modalities: ['text'], turn_detection: null } })
  const say = async (text: string) => {
    const item = { type: 'message', role: 'user', content: [{ type: 'input_text', text }] }
    client.send({ type: 'conversation.item.create', item })
    client.send({ type: 'response.create' })
    return (await client.next('response.done')).response.status_details.error.message
  }
  expect(await say('fail')).toBe('Busy')
  expect(await say('other')).toContain('No fixture matches /v1/realtime')
})
