import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@mira/core'
import { createSpeech } from '@mira/media'
import type { Api } from './open-playground.test-support.ts'

/** Format of the API's `wav`: mono, 16 bits. */
const headerBytes = 44
const bytesPerSecond = 48_000

/** Silence before and after the speech. */
export interface Silence {
  readonly beforeSeconds: number
  readonly afterSeconds: number
}

/** An audio file with a spoken sentence, for a microphone that plays it in a loop. Disposing it deletes the file. */
export interface SpokenWav extends AsyncDisposable {
  readonly path: string
}

/** Generates speech with the API and writes it to a file, surrounded by silence. */
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
