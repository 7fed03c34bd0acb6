import { EngineUnavailableError, type SpeechEngine, type Transcript, type TranscriptionEngine } from '@mira/engine'

/** Duration of speech per letter, in milliseconds. */
const msPerLetter = 50

/** Creates a speech engine that hums each sentence for a duration proportional to its number of letters. */
export function createHummingEngine(): SpeechEngine {
  return {
    info: { name: 'hum', kind: 'procedural', description: 'Hums.' },
    voices: () => [
      { id: 'hum', name: 'Hum', languages: ['en'], gender: 'female', description: 'Hums.' },
      { id: 'buzz', name: 'Buzz', languages: ['en'], gender: 'male', description: 'Hums lower.' },
    ],
    synthesize({ text, voice, sampleRate = 24_000 }) {
      const pitch = voice === 'hum' ? 220 : 110
      return {
        mediaType: 'audio/pcm',
        sampleRate,
        async *[Symbol.asyncIterator]() {
          const samples = Math.round((text.length * msPerLetter * sampleRate) / 1_000)
          const sound = Int16Array.from({ length: samples }, (_, index) => {
            return Math.sin((2 * Math.PI * pitch * index) / sampleRate) * 8_000
          })
          yield { audio: new Uint8Array(sound.buffer), text, durationSeconds: samples / sampleRate }
        },
      }
    },
    close: async () => undefined,
  }
}

/** Creates a transcription engine that transcribes audio as its duration, in tenths of a second. */
export function createDurationEngine({ maxStreams = 2 } = {}): TranscriptionEngine {
  let open = 0
  const describe = (samples: number): Transcript => {
    const durationSeconds = samples / 16_000
    return { text: `heard ${durationSeconds.toFixed(1)} s`, language: 'en', durationSeconds, segments: [], words: [] }
  }
  return {
    info: { name: 'length', kind: 'procedural', description: 'Tells the length of sound.' },
    languages: ['en'],
    transcribe: async (samples) => describe(samples.length),
    async openStream() {
      if (open >= maxStreams) {
        throw new EngineUnavailableError(`All ${maxStreams} streams are in use`, { code: 'busy', status: 503 })
      }
      open += 1
      let samples = 0
      return {
        async push(piece) {
          samples += piece.length
          return describe(samples).text
        },
        async finish() {
          const result = describe(samples)
          samples = 0
          return result
        },
        async close() {
          open -= 1
        },
      }
    },
    close: async () => undefined,
  }
}
