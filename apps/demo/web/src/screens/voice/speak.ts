import { createSpeech } from '@mira/media'
import { client } from '../../app/mira.ts'
import { PcmPlayer } from './pcm-player.ts'
import { toWav } from './to-wav.ts'

/** Samples per second of the API's `pcm`. */
const sampleRate = 24_000

/** Settings of the form. */
export interface SpeechSettings {
  readonly input: string
  readonly voice: string
  readonly speed: number
}

/** Generated speech and its timing. */
export interface GeneratedSpeech {
  readonly audio: Blob
  readonly firstAudioMs: number
  readonly generationMs: number
  readonly seconds: number
}

/** Generates speech and plays it while it streams. */
export async function speak(settings: SpeechSettings, signal: AbortSignal): Promise<GeneratedSpeech> {
  const startedAt = performance.now()
  const player = new PcmPlayer(sampleRate)
  const stopPlayback = () => void player.close()
  signal.addEventListener('abort', stopPlayback)
  try {
    const speech = await createSpeech(client, { ...settings, response_format: 'pcm' }, { signal })
    const chunks: Uint8Array<ArrayBuffer>[] = []
    let firstAudioMs: number | undefined
    for await (const chunk of speech) {
      firstAudioMs ??= performance.now() - startedAt
      player.push(chunk)
      chunks.push(new Uint8Array(chunk))
    }
    const generationMs = performance.now() - startedAt
    const seconds = chunks.reduce((sum, chunk) => sum + chunk.length, 0) / 2 / sampleRate
    await player.finish(signal)
    return { audio: toWav(chunks, sampleRate), firstAudioMs: firstAudioMs ?? generationMs, generationMs, seconds }
  } finally {
    signal.removeEventListener('abort', stopPlayback)
    await player.close()
  }
}
