import { setTimeout as pause } from 'node:timers/promises'
import type { MusicEngine } from '@mira/engine'

const sampleRate = 8_000
const steps = 5
const stepMs = 40

/**
 * Creates a music engine whose songs are a single tone, generated in slow steps so that a kill interrupts it at work.
 */
export function createBeepEngine(): MusicEngine {
  return {
    info: { name: 'beep', kind: 'procedural', description: 'Holds one tone.' },
    close: async () => undefined,
    async compose({ durationSeconds, seed = 1 }, { signal, onProgress } = {}) {
      for (let step = 1; step <= steps; step++) {
        await pause(stepMs, undefined, { signal })
        onProgress?.({ fraction: step / steps, stage: 'beeping' })
      }
      const composition = {
        tempo: 60,
        key: 'A minor',
        form: [],
        instruments: ['sine'],
        genre: 'test',
        mood: 'calm',
        seed,
      }
      return { data: toWav(durationSeconds), mediaType: 'audio/wav', durationSeconds, lyrics: undefined, composition }
    },
  }
}

/** Creates a WAV file with a 440 Hz sine. */
function toWav(durationSeconds: number): Uint8Array {
  const length = Math.round(durationSeconds * sampleRate)
  const file = Buffer.alloc(44 + 2 * length)
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(36 + 2 * length, 4)
  file.write('WAVEfmt ', 8, 'latin1')
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(sampleRate, 24)
  file.writeUInt32LE(2 * sampleRate, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36, 'latin1')
  file.writeUInt32LE(2 * length, 40)
  for (let index = 0; index < length; index++) {
    file.writeInt16LE(Math.round(8_000 * Math.sin((2 * Math.PI * 440 * index) / sampleRate)), 44 + 2 * index)
  }
  return file
}
