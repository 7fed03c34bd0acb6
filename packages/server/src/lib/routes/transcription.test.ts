import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalSpeechEngine, createLocalTranscriptionEngine, finishWav } from '@mira/engines'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createFfmpeg } from '../media/ffmpeg.ts'
import type { ServerLimits } from '../options.ts'
import { startMediaServer } from '../testing/start-media-server.test-support.ts'

const [speech, transcription] = [createLocalSpeechEngine(), createLocalTranscriptionEngine()]
const start = (limits: Partial<ServerLimits> = {}) => startMediaServer({ engines: { speech, transcription }, limits })
const hasFfmpeg = await createFfmpeg().isPresent()
const path = '/v1/audio/transcribe'

let recording: Buffer<ArrayBuffer>
beforeAll(async () => {
  const pieces: Uint8Array[] = []
  const request = { text: 'Good morning, how are you today?', voice: 'aria', format: 'wav' } as const
  for await (const { audio } of speech.synthesize(request)) pieces.push(audio)
  recording = Buffer.from(finishWav(Buffer.concat(pieces)))
})
afterAll(async () => {
  await speech.close()
  await transcription.close()
})

function formOf(fields: Record<string, string>, name = 'file', file: BlobPart = recording): FormData {
  const form = new FormData()
  const [first, ...others] = Object.entries(fields)
  if (first !== undefined) form.append(...first)
  form.append(name, new Blob([file]), 'a.wav')
  for (const [field, value] of others) form.append(field, value)
  return form
}

it.each(['file', 'audio'])('writes down the part %s, and charges by the second', async (name) => {
  await using server = await start()
  const form = formOf({ language: 'en', model: 'mira-transcribe', prompt: 'a greeting', temperature: '0' }, name)
  const answer = await server.send('/v1/audio/transcriptions', form)
  expect(answer.status).toBe(200)
  const transcript = await answer.json()
  expect(transcript).toEqual({
    text: expect.stringMatching(/how are you/i),
    language: 'en',
    duration: expect.any(Number),
  })
  expect(transcript.duration).toBeCloseTo((recording.length - 44) / 48_000, 1)
  // 5 kopecks a second.
  expect(await server.chargedKopecks()).toBe(Math.floor(transcript.duration * 5))
})

it.each([
  { format: 'text', type: 'text/plain', begins: /^\w.*how are you/i },
  { format: 'srt', type: 'application/x-subrip', begins: /^1\n00:00:0\d,\d{3} --> 00:00:0\d,\d{3}\n\w/ },
  { format: 'vtt', type: 'text/vtt', begins: /^WEBVTT\n\n00:00:0\d\.\d{3} --> 00:00:0\d\.\d{3}\n\w/ },
])('writes it as $format', async ({ format, type, begins }) => {
  await using server = await start()
  const answer = await server.send(path, formOf({ response_format: format }))
  expect(answer.headers.get('content-type')).toBe(`${type}; charset=utf-8`)
  expect(await answer.text()).toMatch(begins)
})

it('tells the times of words and segments when asked to', async () => {
  await using server = await start()
  const form = formOf({ response_format: 'verbose_json' })
  for (const value of ['word', 'segment']) form.append('timestamp_granularities[]', value)
  const { segments, words } = await (await server.send(path, form)).json()
  expect(segments[0]).toEqual({ id: 0, start: expect.any(Number), end: expect.any(Number), text: expect.any(String) })
  const you = words.find(({ word }: { word: string }) => word === 'you')
  expect(you.start).toBeGreaterThan(0.5)
  expect(you.end).toBeGreaterThan(you.start)
})

it('reads a file whose header lies about its length', async () => {
  await using server = await start()
  const lying = Buffer.from(recording)
  lying.writeUInt32LE(0xff_ff_ff_f0, 40)
  const answer = await server.send(path, formOf({}, 'file', lying))
  expect((await answer.json()).text).toMatch(/how are you/i)
})

it.each([
  { what: 'no file', form: () => formOf({}, 'picture'), status: 400, detail: 'file: expected a part' },
  { what: 'an empty file', form: () => formOf({}, 'audio', ''), status: 400, detail: 'audio: no audio' },
  {
    what: '500 bytes',
    form: () => formOf({}, 'file', recording.subarray(0, 500)),
    status: 400,
    detail: 'file: no audio',
  },
  { what: 'text', form: () => formOf({}, 'file', 'no sound '.repeat(99)), status: 400, detail: 'file' },
  { what: 'another language', form: () => formOf({ language: 'ru' }), status: 400, detail: 'language' },
  { what: 'another model', form: () => formOf({ model: 'whisper-1' }), status: 400, detail: 'model: unknown model' },
  { what: 'another format', form: () => formOf({ response_format: 'xml' }), status: 422, detail: 'response_format: ' },
  {
    what: 'two files',
    form: () => {
      const form = formOf({})
      form.append('audio', new Blob(['b']))
      return form
    },
    status: 413,
    detail: 'more than 1 files',
  },
])('refuses $what and charges nothing', async ({ form, status, detail }) => {
  await using server = await start()
  const answer = await server.send(path, form())
  expect([answer.status, (await answer.json()).detail]).toEqual([status, expect.stringContaining(detail)])
  expect(await server.chargedKopecks()).toBe(0)
})

it('refuses what is too long or too large', async () => {
  await using server = await start({ maxAudioSeconds: 1, maxUploadBytes: 200_000 })
  const long = await server.send(path, formOf({}, 'file', recording))
  expect([long.status, (await long.json()).detail]).toEqual([400, expect.stringContaining('longer')])
  const large = await server.send(path, formOf({}, 'file', Buffer.alloc(200_000)))
  expect([large.status, (await large.json()).detail]).toEqual([413, 'The body exceeds 200000 bytes'])
  const larger = await server.send(path, formOf({}, 'file', Buffer.alloc(50_000_000)))
  expect(larger.status).toBe(413)
})

it.runIf(hasFfmpeg)('opens no file that an upload names', async () => {
  await using server = await start()
  const directory = await mkdtemp(join(tmpdir(), 'mira-playlist-'))
  const secret = join(directory, 'secret.wav')
  await writeFile(secret, recording)
  const lines = [
    '#EXTM3U',
    '#EXT-X-TARGETDURATION:10',
    ...Array<string>(30).fill('#EXTINF:10,'),
    secret,
    '#EXT-X-ENDLIST',
  ]
  const concat = `ffconcat version 1.0\n${'# padding\n'.repeat(60)}file '${secret}'\n`
  for (const playlist of [lines.join('\n').padEnd(600), concat]) {
    const answer = await server.send(path, formOf({}, 'file', playlist))
    expect([answer.status, (await answer.json()).detail]).toEqual([
      400,
      expect.stringContaining('no sound that can be read'),
    ])
  }
  await rm(directory, { recursive: true })
})

it.runIf(hasFfmpeg)('reads by the ffmpeg of the system what the embedded decoders do not', async () => {
  await using server = await start()
  const spoken = await server.call('POST', '/v1/audio/speech', {
    input: 'Good morning, how are you today?',
    response_format: 'aac',
  })
  const answer = await server.send(path, formOf({}, 'file', await spoken.arrayBuffer()))
  expect((await answer.json()).text).toMatch(/how are you/i)
})
