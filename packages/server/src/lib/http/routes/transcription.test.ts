import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Transcript, TranscriptionEngine } from '@mira/engine'
import { finishWav } from '@mira/engine/audio'
import { createLocalSpeechEngine, createLocalTranscriptionEngine } from '@mira/engine-audio'
import { findFfmpeg } from '@mira/test-programs/ffmpeg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ServerLimits } from '../../server-limits.ts'
import { type MediaServer, startMediaServer } from '../../test-support/start-media-server.test-support.ts'

const speech = createLocalSpeechEngine()
const transcription = recognizeOnce(createLocalTranscriptionEngine())
// As on a machine without ffmpeg; a test that needs it passes its path.
const noFfmpeg = '/nonexistent/ffmpeg'
const start = (limits: Partial<ServerLimits> = {}, command = noFfmpeg) =>
  startMediaServer({ engines: { speech, transcription }, limits, ffmpegCommand: command })

/** Recognizes equal samples once: the tests send the same recording in many forms. */
function recognizeOnce(engine: TranscriptionEngine): TranscriptionEngine {
  const transcripts = new Map<string, Promise<Transcript>>()
  return {
    ...engine,
    transcribe(samples, options = {}) {
      const key = [createHash('sha256').update(samples).digest('hex'), options.language, options.words].join()
      const transcript = transcripts.get(key) ?? engine.transcribe(samples, options)
      transcripts.set(key, transcript)
      return transcript
    },
  }
}

/** Starts one server for the tests of a block, since each has a decoder process of its own. */
function useServer(command = noFfmpeg): () => MediaServer {
  let server: MediaServer
  beforeAll(async () => {
    server = await start({}, command)
  })
  afterAll(() => server[Symbol.asyncDispose]())
  return () => server
}

const { command: ffmpegCommand } = findFfmpeg()
const hasFfmpeg = ffmpegCommand !== undefined
const settings = [
  { setting: 'without ffmpeg', command: noFfmpeg },
  ...(hasFfmpeg ? [{ setting: 'with ffmpeg', command: ffmpegCommand }] : []),
]
const path = '/v1/audio/transcribe'

let recording: Buffer<ArrayBuffer>
/** The recording in formats that the embedded decoders do not support. */
const foreign: Record<'AAC' | 'M4A', Buffer<ArrayBuffer>> = { AAC: Buffer.alloc(0), M4A: Buffer.alloc(0) }
beforeAll(async () => {
  const pieces: Uint8Array[] = []
  const request = { text: 'Good morning, how are you today?', voice: 'aria', format: 'wav' } as const
  for await (const { audio } of speech.synthesize(request)) pieces.push(audio)
  recording = Buffer.from(finishWav(Buffer.concat(pieces)))
  if (!hasFfmpeg) return
  const encode = (...options: string[]) =>
    Buffer.from(execFileSync(ffmpegCommand, ['-v', 'error', '-i', '-', ...options, '-'], { input: recording }))
  foreign.AAC = encode('-f', 'adts')
  foreign.M4A = encode('-f', 'ipod', '-movflags', 'frag_keyframe+empty_moov')
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
    task: 'transcribe',
    text: expect.stringMatching(/how are you/i),
    language: 'en',
    duration: expect.any(Number),
    usage: { type: 'duration', seconds: transcript.duration },
  })
  expect(transcript.duration).toBeCloseTo((recording.length - 44) / 48_000, 1)
  // 5 kopecks per second.
  expect(await server.chargedKopecks()).toBe(Math.floor(transcript.duration * 5))
})

describe('the format of a transcript', () => {
  const server = useServer()

  it.each([
    { format: 'text', type: 'text/plain', begins: /^\w.*how are you/i },
    { format: 'srt', type: 'application/x-subrip', begins: /^1\n00:00:0\d,\d{3} --> 00:00:0\d,\d{3}\n\w/ },
    { format: 'vtt', type: 'text/vtt', begins: /^WEBVTT\n\n00:00:0\d\.\d{3} --> 00:00:0\d\.\d{3}\n\w/ },
  ])('is $format', async ({ format, type, begins }) => {
    const answer = await server().send(path, formOf({ response_format: format }))
    expect(answer.headers.get('content-type')).toBe(`${type}; charset=utf-8`)
    expect(await answer.text()).toMatch(begins)
  })

  it('includes the times of words and segments on request', async () => {
    const form = formOf({ response_format: 'verbose_json' })
    for (const value of ['word', 'segment']) form.append('timestamp_granularities[]', value)
    const { segments, words } = await (await server().send(path, form)).json()
    expect(segments[0]).toMatchObject({
      id: 0,
      start: expect.any(Number),
      end: expect.any(Number),
      text: expect.any(String),
    })
    const you = words.find(({ word }: { word: string }) => word === 'you')
    expect(you.start).toBeGreaterThan(0.5)
    expect(you.end).toBeGreaterThan(you.start)
  })
})

describe.each(settings)('$setting', ({ command }) => {
  const shared = useServer(command)

  it('reads a file whose header lies about its length', async () => {
    await using server = await start({}, command)
    const lying = Buffer.from(recording)
    lying.writeUInt32LE(0xff_ff_ff_f0, 40)
    const answer = await server.send(path, formOf({}, 'file', lying))
    expect((await answer.json()).text).toMatch(/how are you/i)
  })

  it.each([
    { what: 'no file', form: () => formOf({}, 'picture'), status: 400, detail: 'file: expected a form part' },
    {
      what: 'an empty file',
      form: () => formOf({}, 'audio', ''),
      status: 400,
      detail: 'audio: the file contains no audio',
    },
    {
      what: '500 bytes',
      form: () => formOf({}, 'file', recording.subarray(0, 500)),
      status: 400,
      detail: 'file: the file contains no audio',
    },
    { what: 'text', form: () => formOf({}, 'file', 'no sound '.repeat(99)), status: 400, detail: 'file' },
    { what: 'another language', form: () => formOf({ language: 'ru' }), status: 400, detail: 'language' },
    { what: 'another model', form: () => formOf({ model: 'shout-1' }), status: 400, detail: 'model: unknown model' },
    {
      what: 'another format',
      form: () => formOf({ response_format: 'xml' }),
      status: 422,
      detail: 'response_format: ',
    },
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
    const answer = await shared().send(path, form())
    expect([answer.status, (await answer.json()).detail]).toEqual([status, expect.stringContaining(detail)])
    expect(await shared().chargedKopecks()).toBe(0)
  })

  it('refuses what is too long or too large', async () => {
    await using server = await start({ maxAudioSeconds: 1, maxUploadBytes: 200_000 }, command)
    const long = await server.send(path, formOf({}, 'file', recording))
    expect([long.status, (await long.json()).detail]).toEqual([400, expect.stringContaining('longer')])
    const large = await server.send(path, formOf({}, 'file', Buffer.alloc(200_000)))
    expect([large.status, (await large.json()).detail]).toEqual([413, 'The body exceeds 200000 bytes'])
    const larger = await server.send(path, formOf({}, 'file', Buffer.alloc(50_000_000)))
    expect(larger.status).toBe(413)
  })
})

it.skipIf(!hasFfmpeg)('opens no file that an upload names', async () => {
  await using server = await start({}, ffmpegCommand)
  const directory = await mkdtemp(join(tmpdir(), 'mira-playlist-'))
  // A file type that ffmpeg's playlist rules allow; it would reject other extensions.
  const secret = join(directory, 'secret.aac')
  await writeFile(secret, foreign.AAC)
  const lines = ['#EXTM3U', '#EXT-X-TARGETDURATION:10', '#EXTINF:10,', secret, '#EXT-X-ENDLIST']
  const concat = `ffconcat version 1.0\n${'# padding\n'.repeat(60)}file '${secret}'\n`
  for (const playlist of [lines.join('\n').padEnd(600), concat]) {
    const answer = await server.send(path, formOf({}, 'file', playlist))
    expect([answer.status, (await answer.json()).detail]).toEqual([400, expect.stringContaining('no readable audio')])
  }
  await rm(directory, { recursive: true })
})

describe.skipIf(!hasFfmpeg)('a file that the embedded decoders do not read', () => {
  it.each(['AAC', 'M4A'] as const)('is read with ffmpeg: %s', async (kind) => {
    await using server = await start({}, ffmpegCommand)
    const answer = await server.send(path, formOf({}, 'file', foreign[kind]))
    expect((await answer.json()).text).toMatch(/how are you/i)
  })

  it.each(['AAC', 'M4A'] as const)('is refused without ffmpeg, and not charged: %s', async (kind) => {
    await using server = await start()
    const answer = await server.send(path, formOf({}, 'file', foreign[kind]))
    expect([answer.status, (await answer.json()).detail]).toEqual([400, expect.stringContaining('WAV, MP3, FLAC, OGG')])
    expect(await server.chargedKopecks()).toBe(0)
  })

  it.each([
    { kind: 'WAV', decodings: 0 },
    { kind: 'AAC', decodings: 1 },
    { kind: 'M4A', decodings: 1 },
  ] as const)(
    'is decoded once where it is too long, $kind $decodings times with ffmpeg',
    async ({ kind, decodings }) => {
      await using counted = await countRuns(ffmpegCommand!)
      await using server = await start({ maxAudioSeconds: 1 }, counted.command)
      const answer = await server.send(path, formOf({}, 'file', kind === 'WAV' ? recording : foreign[kind]))
      expect([answer.status, (await answer.json()).detail]).toEqual([400, expect.stringContaining('longer')])
      expect(await counted.decodings()).toBe(decodings)
      expect(await server.chargedKopecks()).toBe(0)
    },
  )
})

describe('a file of more than 128 MiB', { timeout: 300_000 }, () => {
  /** Creates a WAV file with the recording after a chunk that readers skip. */
  function createLargeWav(): Blob {
    const junk = Buffer.alloc(8 + 128 * 1024 * 1024)
    junk.write('JUNK')
    junk.writeUInt32LE(junk.length - 8, 4)
    const riff = Buffer.from(recording.subarray(0, 12))
    riff.writeUInt32LE(recording.length - 8 + junk.length, 4)
    return new Blob([riff, junk, recording.subarray(12)])
  }

  it.skipIf(!hasFfmpeg)('is read from the disk with ffmpeg', async () => {
    await using server = await start({}, ffmpegCommand)
    const answer = await server.send(path, formOf({}, 'file', createLargeWav()))
    expect((await answer.json()).text).toMatch(/how are you/i)
  })

  it('is refused without ffmpeg, and not charged', async () => {
    await using server = await start()
    const answer = await server.send(path, formOf({}, 'file', createLargeWav()))
    const detail = 'file: a file larger than 134217728 bytes requires ffmpeg on the server'
    expect([answer.status, await answer.json()]).toMatchObject([413, { detail }])
    expect(await server.chargedKopecks()).toBe(0)
  })
})

/** Creates a program that runs another and counts how often it decodes a file. */
async function countRuns(command: string) {
  const directory = await mkdtemp(join(tmpdir(), 'mira-ffmpeg-'))
  const [program, log] = [join(directory, 'ffmpeg'), join(directory, 'log')]
  await writeFile(log, '')
  await writeFile(program, `#!/bin/sh\necho "$@" >>'${log}'\nexec '${command}' "$@"\n`)
  await chmod(program, 0o755)
  return {
    command: program,
    decodings: async () => (await readFile(log, 'utf8')).split('\n').filter((line) => line.includes(' -i ')).length,
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true }),
  }
}
