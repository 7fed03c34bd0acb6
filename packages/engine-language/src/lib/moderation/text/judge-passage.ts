import { encoderDimensions } from '../../sentence-encoder/model-limits.ts'
import { type ModerationCategory, moderationCategories } from '../categories.ts'
import { countCues } from './cue-words.ts'
import { textHead } from './text-head.ts'

/** Number of features of a passage: its vector, cue words by category, and a constant. */
export const featureCount = encoderDimensions + moderationCategories.length + 1
/** Number of classes: harmless and each category. */
export const kindCount = moderationCategories.length + 1

/** Vector components are about 0.04; one cue word weighs as much as several of them. */
const cueWeight = 0.3
const maxCues = 3

/**
 * Thresholds of the harm probability: one if a cue word agrees, another if the head has only the meaning to go by. See
 * the README for how much they flag, correctly and falsely.
 */
const thresholds = { withCue: 0.6, withoutCue: 0.9 }

/** Threshold of the likeliest category: a text that is a little of everything is mostly a figure of speech. */
const minCategory = 0.48

/** Classification of a passage. */
export interface JudgedPassage {
  /** Probability of each category. The remainder to 1 is that of a harmless text. */
  readonly scores: Readonly<Record<ModerationCategory, number>>
  /** Total probability of harm. */
  readonly harm: number
  /** The flagged category; undefined if not flagged. */
  readonly category: ModerationCategory | undefined
}

/** Computes the features of a passage from its vector and words. */
export function passageFeatures(vector: Float32Array, text: string): Float32Array {
  const features = new Float32Array(featureCount)
  features.set(vector)
  for (const [index, count] of countCues(text).entries()) {
    features[encoderDimensions + index] = cueWeight * Math.min(count, maxCues)
  }
  features[featureCount - 1] = 1
  return features
}

/** Computes the softmax of the head: the probability of each class, harmless first. */
export function kindProbabilities(weights: ArrayLike<number>, features: Float32Array): number[] {
  const sums = Array.from({ length: kindCount }, (_, kind) => {
    let sum = 0
    for (let index = 0; index < featureCount; index++) {
      sum += (weights[kind * featureCount + index] ?? 0) * (features[index] ?? 0)
    }
    return sum
  })
  const highest = Math.max(...sums)
  const powers = sums.map((sum) => Math.exp(sum - highest))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return powers.map((power) => power / total)
}

let weights: Float32Array | undefined

/** Classifies a passage with the trained head. */
export function judgePassage(vector: Float32Array, text: string): JudgedPassage {
  weights ??= readWeights(textHead.weights)
  const [harmless = 1, ...rest] = kindProbabilities(weights, passageFeatures(vector, text))
  const harm = 1 - harmless
  const hasCue = countCues(text).some((count) => count > 0)
  const isFlagged = harm >= (hasCue ? thresholds.withCue : thresholds.withoutCue) && Math.max(...rest) >= minCategory
  const scores = Object.fromEntries(moderationCategories.map((name, index) => [name, rest[index] ?? 0]))
  return {
    scores: scores as Record<ModerationCategory, number>,
    harm,
    category: isFlagged ? moderationCategories[rest.indexOf(Math.max(...rest))] : undefined,
  }
}

function readWeights(base64: string): Float32Array {
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
  return new Float32Array(bytes.buffer)
}
