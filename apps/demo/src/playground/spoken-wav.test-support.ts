import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@mira/core'
import { createSpeech } from '@mira/media'
import type { Api } from './open-playground.test-support.ts'

/** Of the API's `wav`: mono, 16 bits. */
const headerBytes = 44
const bytesPerSecond = 48_000

/** Seconds of silence around what is said. */
export interface Silence {
  readonly beforeSeconds: number
  readonly afterSeconds: number
}

/** A file with a sentence in it, for a microphone that plays it again and again. */
export interface SpokenWav extends AsyncDisposable {
  readonly path: string
}

/** Lets the API say a sentence, and writes it down with silence around it. */
export async function writeSpokenWav(
  { url, apiKey }: Api,
  input: string,
  { beforeSeconds, afterSeconds }: Silence,
): Promise<SpokenWav> {
  const client = createClient({ baseUrl: url, apiKey })
  const speech = Buffer.from(await createSpeech(client, { input, voice: 'rms', response_format: 'wav' }).then(bytesOf))
  const before = Buffer.alloc(beforeSeconds * bytesPerSecond)
  const sound = Buffer.concat([before, speech.subarray(headerBytes), Buffer.alloc(afterSeconds * bytesPerSecond)])
  const header = Buffer.from(speech.subarray(0, headerBytes))
  header.writeUInt32LE(sound.length + headerBytes - 8, 4)
  header.writeUInt32LE(sound.length, headerBytes - 4)
  const path = join(tmpdir(), `mira-spoken-${process.pid}-${performance.now()}.wav`)
  await writeFile(path, Buffer.concat([header, sound]))
  return { path, [Symbol.asyncDispose]: () => rm(path) }
}

const bytesOf = (speech: { bytes(): Promise<Uint8Array> }) => speech.bytes()
