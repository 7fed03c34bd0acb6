import type { Transcript, TranscriptionEngine } from '@mira/engine'

/** 20 ms at the recognition rate of 16 kHz. */
const frameSamples = 320
/** Minimum correlation of the loudness curves, from -1 to 1; a different sentence stays below 0.5. */
const leastLikeness = 0.9

/**
 * Creates a recognizer of one recording: it returns `words` for audio with the same loudness curve as the recording,
 * and nothing for any other audio. These tests check whether audio arrives; a real recognizer's choice between similar
 * words depends on less than a millisecond.
 *
 * @param recording - 16-bit mono audio at 16 kHz.
 */
export function createKnownRecognizer(recording: Int16Array, words: string): TranscriptionEngine {
  const expected = loudness(recording)
  const recognize = (samples: Int16Array): Transcript => {
    const text = likeness(expected, loudness(samples)) >= leastLikeness ? words : ''
    return { text, language: 'en', durationSeconds: samples.length / 16_000, segments: [], words: [] }
  }
  return {
    info: { name: 'known-recording', kind: 'rules', description: 'Compares sound with a recording.' },
    languages: ['en'],
    transcribe: async (samples) => recognize(samples),
    async openStream() {
      let heard: number[] = []
      return {
        push: async (samples) => {
          for (const sample of samples) heard.push(sample)
          return ''
        },
        finish: async () => {
          const samples = Int16Array.from(heard)
          heard = []
          return recognize(samples)
        },
        close: async () => {},
      }
    },
    close: async () => {},
  }
}

/** Returns the root mean square of each frame. */
function loudness(samples: Int16Array): number[] {
  const frames = Math.floor(samples.length / frameSamples)
  return Array.from({ length: frames }, (_, frame) => {
    const piece = samples.subarray(frame * frameSamples, (frame + 1) * frameSamples)
    return Math.sqrt(piece.reduce((sum, sample) => sum + sample * sample, 0) / frameSamples)
  })
}

/** Returns the best correlation of two loudness curves, at any offset of the shorter within the longer. */
function likeness(first: number[], second: number[]): number {
  const [longer, shorter] = first.length >= second.length ? [first, second] : [second, first]
  let best = -1
  for (let start = 0; start + shorter.length <= longer.length; start++) {
    best = Math.max(best, correlation(longer.slice(start, start + shorter.length), shorter))
  }
  return best
}

function correlation(first: number[], second: number[]): number {
  const [a, b] = [first, second].map((values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    return values.map((value) => value - mean)
  }) as [number[], number[]]
  const dot = (x: number[], y: number[]): number => x.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0)
  return dot(a, b) / (Math.sqrt(dot(a, a) * dot(b, b)) || 1)
}
