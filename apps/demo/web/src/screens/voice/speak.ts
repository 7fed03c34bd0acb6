import { createSpeech } from '@mira/media'
import { client } from '../../app/mira.ts'
import { PcmPlayer } from './pcm-player.ts'
import { toWav } from './to-wav.ts'

/** Samples per second of the API's `pcm`. */
const sampleRate = 24_000

/** Values of the form. */
export interface SpeakOrder {
  readonly input: string
  readonly voice: string
  readonly speed: number
}

/** Generated speech and its timing. */
export interface Spoken {
  readonly sound: Blob
  readonly firstSoundMs: number
  readonly makingMs: number
  readonly seconds: number
}

/** Generates speech and plays it while it streams. */
export async function speak(order: SpeakOrder, signal: AbortSignal): Promise<Spoken> {
  const startedAt = performance.now()
  const player = new PcmPlayer(sampleRate)
  const silence = () => void player.close()
  signal.addEventListener('abort', silence)
  try {
    const speech = await createSpeech(client, { ...order, response_format: 'pcm' }, { signal })
    const pieces: Uint8Array<ArrayBuffer>[] = []
    let firstSoundMs: number | undefined
    for await (const piece of speech) {
      firstSoundMs ??= performance.now() - startedAt
      player.push(piece)
      pieces.push(new Uint8Array(piece))
    }
    const makingMs = performance.now() - startedAt
    const seconds = pieces.reduce((sum, piece) => sum + piece.length, 0) / 2 / sampleRate
    await player.finish(signal)
    return { sound: toWav(pieces, sampleRate), firstSoundMs: firstSoundMs ?? makingMs, makingMs, seconds }
  } finally {
    signal.removeEventListener('abort', silence)
    await player.close()
  }
}
