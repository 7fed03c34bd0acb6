import { speechSampleRate } from '@mira/engine/audio'

/** A segment of audio that contains speech, in samples: `start` inclusive, `end` exclusive. */
export interface Utterance {
  readonly start: number
  readonly end: number
}

const frameLength = speechSampleRate / 50

/** Minimum pause that ends an utterance: 0.5 s. */
const pauseFrames = 25

/** Margin kept before and after an utterance, so that soft first and last sounds are not cut off: 0.2 s. */
const marginFrames = 10

/** Minimum length of an utterance; shorter sounds are clicks: 0.08 s. */
const minFrames = 4

/** Maximum length; longer speech without a pause is split at its quietest point: 20 s. */
const maxFrames = 1_000

/** Silence threshold: −55 dB of full scale. */
const silenceRms = 10 ** (-55 / 20)

/** Splits audio into utterances by loudness: speech is clearly louder than the noise between the words. */
export function splitUtterances(samples: Int16Array): Utterance[] {
  const loudness = measureLoudness(samples)
  const threshold = speechThreshold(loudness)
  return findRuns(loudness, threshold)
    .flatMap((run) => cutLong(loudness, run))
    .map(({ start, end }) => ({ start: start * frameLength, end: Math.min(end * frameLength, samples.length) }))
}

function measureLoudness(samples: Int16Array): Float32Array {
  const loudness = new Float32Array(Math.ceil(samples.length / frameLength))
  for (let frame = 0; frame < loudness.length; frame++) {
    const part = samples.subarray(frame * frameLength, (frame + 1) * frameLength)
    let energy = 0
    for (const sample of part) energy += sample * sample
    loudness[frame] = Math.sqrt(energy / part.length) / 32_768
  }
  return loudness
}

/** Returns a threshold between noise (10th percentile) and voice (90th percentile), closer to noise on a log scale. */
function speechThreshold(loudness: Float32Array): number {
  const sorted = loudness.slice().sort()
  const noise = Math.max(sorted[Math.floor(sorted.length * 0.1)] ?? 0, silenceRms / 10)
  const voice = Math.max(sorted[Math.floor(sorted.length * 0.9)] ?? 0, silenceRms)
  return Math.max(silenceRms, noise * (voice / noise) ** 0.3)
}

function findRuns(loudness: Float32Array, threshold: number): Utterance[] {
  const runs: { start: number; end: number }[] = []
  for (const [frame, value] of loudness.entries()) {
    if (value < threshold) continue
    const last = runs.at(-1)
    if (last && frame - last.end <= pauseFrames) last.end = frame + 1
    else runs.push({ start: frame, end: frame + 1 })
  }
  return runs
    .filter(({ start, end }) => end - start >= minFrames)
    .map(({ start, end }) => ({
      start: Math.max(0, start - marginFrames),
      end: Math.min(loudness.length, end + marginFrames),
    }))
}

function cutLong(loudness: Float32Array, run: Utterance): Utterance[] {
  const parts: Utterance[] = []
  let { start } = run
  while (run.end - start > maxFrames) {
    // Split in the second half, so that neither part is too short.
    const from = start + maxFrames / 2
    const window = loudness.subarray(from, start + maxFrames)
    const cut = from + window.indexOf(window.reduce((min, value) => Math.min(min, value), Infinity))
    parts.push({ start, end: cut })
    start = cut
  }
  return [...parts, { start, end: run.end }]
}
