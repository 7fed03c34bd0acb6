import type { Transcript } from '@mira/engine'
import { wavHeader } from '@mira/engine/audio'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDurationEngine } from '../../test-support/audio-engines.test-support.ts'
import { readEvents } from '../../test-support/read-events.test-support.ts'
import { type MediaServer, startMediaServer } from '../../test-support/start-media-server.test-support.ts'
import { listTranscriptEvents } from '../../wire/transcription.ts'

const transcript: Transcript = {
  text: 'Good morning. How are you?',
  language: 'en',
  durationSeconds: 2,
  segments: [
    { start: 0.1, end: 0.9, text: 'Good morning.' },
    { start: 1, end: 1.8, text: 'How are you?' },
  ],
  words: [
    { word: 'good', start: 0.1, end: 0.4, confidence: 1 },
    { word: 'morning', start: 0.4, end: 0.9, confidence: 0.5 },
    { word: 'how', start: 1, end: 1.2, confidence: 0.25 },
  ],
}
const usage = { type: 'duration', seconds: 2 }
/** Result of the engine; a test may change its language. */
let heard = transcript
const transcription = {
  ...createDurationEngine(),
  transcribe: async (_samples: Int16Array, { words = false } = {}) => (words ? heard : { ...heard, words: [] }),
}

let server: MediaServer
beforeAll(async () => {
  server = await startMediaServer({ engines: { transcription } })
})
afterAll(() => server[Symbol.asyncDispose]())

const recording = Buffer.concat([wavHeader(16_000, 64_000), Buffer.alloc(64_000)])

/** Sends a form, whose fields may have several values. */
function send(path: string, fields: Readonly<Record<string, string | readonly string[]>> = {}): Promise<Response> {
  const form = new FormData()
  form.append('file', new Blob([recording]), 'a.wav')
  for (const [name, values] of Object.entries(fields)) for (const value of [values].flat()) form.append(name, value)
  return server.send(path, form)
}

const transcriptions = '/v1/audio/transcriptions'
const translations = '/v1/audio/translations'

describe('a streamed transcript', () => {
  it.each(['true', 'True'])('has a delta per segment and the usage at its end, with stream %s', async (stream) => {
    const charged = await server.chargedKopecks()
    const answer = await send(transcriptions, { model: 'gpt-4o-transcribe', stream, response_format: 'text' })
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const events = await readEvents(answer)
    expect(events.map(({ data }) => JSON.parse(data))).toEqual([
      { type: 'transcript.text.delta', delta: 'Good morning.' },
      { type: 'transcript.text.delta', delta: ' How are you?' },
      { type: 'transcript.text.done', text: transcript.text, usage },
    ])
    expect(events.map(({ event }) => event)).toEqual(events.map(({ data }) => JSON.parse(data).type))
    expect((await server.chargedKopecks()) - charged).toBe(10)
  })

  it('has deltas that together are its text, whatever its segments', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '.') })
    fc.assert(
      fc.property(text, fc.array(text), (whole, parts) => {
        const segments = parts.map((part, index) => ({ start: index, end: index + 1, text: part }))
        const events = listTranscriptEvents({ ...transcript, text: whole, segments })
        const deltas = events.map((event) => (event.type === 'transcript.text.delta' ? event.delta : ''))
        expect(deltas.join('')).toBe(whole)
      }),
    )
  })

  it('is rejected with its status when there is nothing to stream', async () => {
    const answer = await send(transcriptions, { stream: 'true', model: 'shout-1' })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/json'])
  })
})

describe('timestamps', () => {
  it.each([
    { fields: {}, parts: [] },
    { fields: { response_format: 'json', 'timestamp_granularities[]': 'word' }, parts: ['words'] },
    { fields: { response_format: 'verbose_json' }, parts: ['segments'] },
    { fields: { response_format: 'verbose_json', language: '' }, parts: ['segments'] },
    { fields: { response_format: 'verbose_json', 'timestamp_granularities[]': 'segment' }, parts: ['segments'] },
    { fields: { response_format: 'verbose_json', 'timestamp_granularities[0]': 'word' }, parts: ['words'] },
    {
      fields: { response_format: 'verbose_json', timestamp_granularities: ['word', 'segment'] },
      parts: ['segments', 'words'],
    },
  ])('of $fields are $parts', async ({ fields, parts }) => {
    const body = await (await send(transcriptions, fields)).json()
    expect(body).toMatchObject({ task: 'transcribe', text: transcript.text, language: 'en', duration: 2, usage })
    expect(Object.keys(body).filter((name) => name === 'segments' || name === 'words')).toEqual(parts)
  })

  it('come with the numbers that clients require of a segment', async () => {
    const { segments } = await (await send(transcriptions, { response_format: 'verbose_json' })).json()
    const common = { tokens: [], temperature: 0, no_speech_prob: 0, compression_ratio: expect.any(Number) }
    expect(segments).toEqual([
      { id: 0, seek: 10, ...transcript.segments[0], ...common, avg_logprob: Math.log(0.5) / 2 },
      { id: 1, seek: 100, ...transcript.segments[1], ...common, avg_logprob: Math.log(0.25) },
    ])
  })
})

describe('a translation', () => {
  it.each([{}, { language: 'en' }, { language: 'en-US', prompt: 'hi', temperature: '0', model: 'whisper-1' }])(
    'of an English recording is its transcript: %j',
    async (fields) => {
      const charged = await server.chargedKopecks()
      const answer = await send(translations, fields)
      expect([answer.status, await answer.json()]).toEqual([
        200,
        { task: 'translate', text: transcript.text, language: 'en', duration: 2, usage },
      ])
      expect((await server.chargedKopecks()) - charged).toBe(10)
    },
  )

  it.each([
    { response_format: 'text', type: 'text/plain; charset=utf-8', begins: 'Good morning.' },
    { response_format: 'srt', type: 'application/x-subrip; charset=utf-8', begins: '1\n00:00:00,100 -->' },
    { response_format: 'vtt', type: 'text/vtt; charset=utf-8', begins: 'WEBVTT\n\n00:00:00.100 -->' },
    { response_format: 'verbose_json', type: 'application/json', begins: '{"task":"translate"' },
  ])('has the format $response_format', async ({ response_format, type, begins }) => {
    const answer = await send(translations, { response_format })
    expect([answer.headers.get('content-type'), (await answer.text()).slice(0, begins.length)]).toEqual([type, begins])
  })

  it('into English is rejected for a recording that turns out to be in another language, and free', async () => {
    const charged = await server.chargedKopecks()
    heard = { ...transcript, language: 'de' }
    const answer = await send(translations)
    heard = transcript
    expect([answer.status, (await answer.json()).detail]).toEqual([
      400,
      'language: the engine does not translate (de to en); only recordings in en are accepted',
    ])
    expect(await server.chargedKopecks()).toBe(charged)
  })
})

it.each<[path: string, fields: Parameters<typeof send>[1], detail: string]>([
  [transcriptions, { response_format: 'diarized_json' }, 'response_format: the engine does not tell speakers apart'],
  [transcriptions, { response_format: 'xml' }, 'response_format: expected "json"'],
  [transcriptions, { 'include[]': 'logprobs' }, 'include[0]: log probabilities are not supported'],
  [transcriptions, { include: 'logprobs' }, 'include[0]: log probabilities are not supported'],
  [transcriptions, { stream: 'perhaps' }, 'stream: expected "true"'],
  [transcriptions, { stream: 'true', response_format: 'srt' }, 'stream: available with the response formats json and'],
  [transcriptions, { stream: 'true', response_format: 'verbose_json' }, 'stream: available with'],
  [transcriptions, { stream: 'true', 'timestamp_granularities[]': 'word' }, 'timestamp_granularities: streams have no'],
  [transcriptions, { 'timestamp_granularities[]': 'letter' }, 'timestamp_granularities[0]: expected "'],
  [
    transcriptions,
    { response_format: 'vtt', timestamp_granularities: 'word' },
    'timestamp_granularities: available with the response formats verbose_json and json, not with vtt',
  ],
  [translations, { stream: 'true' }, 'stream: translations are not streamed'],
  [translations, { 'timestamp_granularities[]': 'word' }, 'timestamp_granularities: translations have no choice'],
  [translations, { response_format: 'diarized_json' }, 'response_format: the engine does not tell speakers apart'],
  [translations, { language: 'de' }, 'language: the engine does not translate (de to en)'],
])('rejects by name what would change the form of the answer: %s %j', async (path, fields, detail) => {
  const charged = await server.chargedKopecks()
  const answer = await send(path, fields)
  expect(answer.status).toBe(detail.startsWith('language') ? 400 : 422)
  expect((await answer.json()).detail).toContain(detail)
  expect(await server.chargedKopecks()).toBe(charged)
})
