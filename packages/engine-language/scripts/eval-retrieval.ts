// Prints for how many questions of eval/retrieval.json the passage of the same row is the nearest of all, by language:
//   node --conditions=@mira/source packages/engine-language/scripts/eval-retrieval.ts [file.json]
// Compares the embedding engine with character n-grams alone (hashed trigrams of each word).
import { readFile } from 'node:fs/promises'
import { createLocalEmbeddingEngine } from '../src/index.ts'

type Pair = readonly [question: string, passage: string]

const path = process.argv[2] ?? new URL('../eval/retrieval.json', import.meta.url)
const sets = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>
const engine = createLocalEmbeddingEngine()
const rows: object[] = []
for (const [language, pairs] of Object.entries(sets).filter(isSet)) {
  const { vectors } = await engine.embed(pairs.flat())
  rows.push({
    language,
    engine: countFound(vectors),
    nGrams: countFound(pairs.flat().map(toTrigrams)),
    of: pairs.length,
  })
}
await engine.close()
console.table(rows)

/** The other properties of a file name its sources. */
function isSet(entry: readonly [string, unknown]): entry is [string, Pair[]] {
  return Array.isArray(entry[1])
}

/** Counts the questions (even positions) whose nearest passage (odd positions) is their own. */
function countFound(vectors: readonly Float32Array[]): number {
  const passages = vectors.filter((_, index) => index % 2 === 1)
  const questions = vectors.filter((_, index) => index % 2 === 0)
  return questions.filter((question, row) => {
    const scores = passages.map((passage) => dot(question, passage))
    return scores.indexOf(Math.max(...scores)) === row
  }).length
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)
}

function toTrigrams(text: string): Float32Array {
  const vector = new Float32Array(4_096)
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    const bounded = ` ${word} `
    for (let start = 0; start + 3 <= bounded.length; start++) {
      let hash = 0
      for (const letter of bounded.slice(start, start + 3)) hash = Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)
      const index = (hash >>> 0) % vector.length
      vector[index] = (vector[index] ?? 0) + 1
    }
  }
  const length = Math.hypot(...vector) || 1
  return vector.map((value) => value / length)
}
