import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFfmpeg } from '@mira/test-programs/ffmpeg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { flacOfSilence } from '../../../../../engine-audio/test/flac-of-silence.ts'
import { createDurationEngine } from '../../test-support/audio-engines.test-support.ts'
import { type MediaServer, startMediaServer } from '../../test-support/start-media-server.test-support.ts'

const path = '/v1/audio/transcribe'
const maxAudioSeconds = 1
const noFfmpeg = '/nonexistent/ffmpeg'

let folder: string
/** Path of a fake ffmpeg that records each decoding run and outputs two seconds of silence. */
let counting: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-ffmpeg-'))
  counting = join(folder, 'ffmpeg')
  const script = `case "$*" in
  -version) exit 0 ;;
esac
echo started >>'${join(folder, 'starts')}'
head -c 64000 /dev/zero
`
  await writeFile(counting, `#!/bin/sh\n${script}`)
  await chmod(counting, 0o755)
})

/** One server for each ffmpeg command. */
const servers = new Map<string, Promise<MediaServer>>()
afterAll(async () => {
  for (const server of servers.values()) await (await server)[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

function useServer(ffmpegCommand: string): Promise<MediaServer> {
  const engines = { transcription: createDurationEngine() }
  const server = servers.get(ffmpegCommand) ?? startMediaServer({ engines, limits: { maxAudioSeconds }, ffmpegCommand })
  servers.set(ffmpegCommand, server)
  return server
}

async function transcribe(file: Uint8Array, ffmpegCommand: string) {
  const starts = join(folder, 'starts')
  await writeFile(starts, '')
  const server = await useServer(ffmpegCommand)
  const before = await server.chargedKopecks()
  const form = new FormData()
  form.append('file', new Blob([Buffer.from(file)]), 'a.bin')
  const answer = await server.send(path, form)
  const { detail, text } = (await answer.json()) as { detail?: string; text?: string }
  const decodings = (await readFile(starts, 'utf8')).split('\n').filter(Boolean).length
  return { status: answer.status, detail, text, decodings, charged: (await server.chargedKopecks()) - before }
}

const audio = (name: string) => readFile(new URL(`../../../../../engine-audio/test/audio/${name}`, import.meta.url))

function silentWav(seconds: number): Buffer {
  const [rate, bytes] = [16_000, seconds * 32_000]
  const file = Buffer.alloc(44 + bytes)
  file.write('RIFF', 0)
  file.writeUInt32LE(36 + bytes, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(rate, 24)
  file.writeUInt32LE(rate * 2, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36)
  file.writeUInt32LE(bytes, 40)
  return file
}

/** Removes the length from the header of a FLAC file, so that only decoding reveals it. */
function withoutLength(flac: Buffer): Buffer {
  flac[21]! &= 0xf0
  return flac.fill(0, 22, 26)
}

const long = { status: 400, detail: "The file's audio is longer than the limit of 1 s", charged: 0 }
const unknownKind = Buffer.from('a kind of sound that no embedded decoder knows '.repeat(20))

describe('a recording that is too long', () => {
  it.each([
    { kind: 'WAV', read: async () => silentWav(2) },
    ...['speech.mp3', 'speech.flac', 'speech.ogg', 'vorbis.webm'].map((name) => ({
      kind: name,
      read: () => audio(name),
    })),
  ])('as $kind is refused alike with and without ffmpeg, which does not decode it again', async ({ read }) => {
    const file = await read()
    expect(await transcribe(file, noFfmpeg)).toMatchObject({ ...long, decodings: 0 })
    expect(await transcribe(file, counting)).toMatchObject({ ...long, decodings: 0 })
  })

  it('of an absurd sample rate is rejected without ffmpeg, which has no memory limit', async () => {
    const absurd = flacOfSilence({ sampleRate: 2 ** 20 - 1, channels: 8, frames: 10 })
    expect(await transcribe(absurd, counting)).toMatchObject({ status: 400, decodings: 0, charged: 0 })
  })

  it('of a kind that only ffmpeg reads is decoded once, and refused in the same words', async () => {
    expect(await transcribe(unknownKind, counting)).toMatchObject({ ...long, decodings: 1 })
  })

  const { command } = findFfmpeg()
  it.skipIf(command === undefined)('is refused alike by ffmpeg itself', async () => {
    const options = ['-v', 'error', '-f', 'lavfi', '-i', 'anullsrc', '-t', '2', '-f', 'adts', 'pipe:1']
    expect(await transcribe(execFileSync(command!, options), command!)).toMatchObject(long)
  })
})

describe('a recording that the embedded decoders do not read', () => {
  it.each([
    { what: 'of an unknown kind', read: async () => unknownKind, detail: 'no audio of a known kind' },
    { what: 'of an unknown encoding', read: () => audio('pcm.mka'), detail: 'only Opus and Vorbis' },
    {
      what: 'of a known kind, but cut off',
      read: async () => withoutLength(await audio('speech.flac')).subarray(0, 12_000),
      detail: 'broken',
    },
  ])('$what goes to ffmpeg once, and is refused where there is none', async ({ read, detail }) => {
    const file = await read()
    expect(await transcribe(file, counting)).toMatchObject({ decodings: 1 })
    expect(await transcribe(file, noFfmpeg)).toMatchObject({
      status: 400,
      detail: expect.stringContaining(detail),
      decodings: 0,
    })
  })
})
