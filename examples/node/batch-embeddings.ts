import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BatchResult, chunksOf, mapCalls } from '@mira/batch'
import { fileCheckpoint, readJsonLines, writeJsonLines } from '@mira/batch/node'
import { chat } from '@mira/chat'
import { createClient } from '@mira/core'

const mira = createClient().extend(chat)
const directory = await mkdtemp(join(tmpdir(), 'mira-embeddings-'))
const inputFile = join(directory, 'texts.jsonl')
const outputFile = join(directory, 'vectors.jsonl')
await writeJsonLines(
  inputFile,
  Array.from({ length: 1_000 }, (_, index) => ({ text: `Sentence number ${index}` })),
)

// #region embeddings
type Lines = { text: string }[]
const settings = { model: 'mira-embed', dimensions: 256 }

/** Embeds 256 texts with one request. */
async function embed(lines: Lines, { signal, idempotencyKey }: { signal: AbortSignal; idempotencyKey: string }) {
  const input = lines.map(({ text }) => text)
  const { data } = await mira.embeddings.create({ ...settings, input }, { signal, idempotencyKey, batchSize: 256 })
  return data.map(({ embedding }) => embedding)
}

async function* joinLines(results: AsyncIterable<BatchResult<Lines, Float32Array[]>>) {
  for await (const result of results) {
    if (result.status === 'rejected') throw result.reason
    for (const [at, { text }] of result.item.entries()) yield { text, vector: result.value[at] }
  }
}

const requests = chunksOf(readJsonLines<Lines[number]>(inputFile), 256)
const checkpoint = fileCheckpoint(`${outputFile}.checkpoint`)
const batch = mapCalls(mira, requests, embed, { settings, checkpoint, rounds: 3 })
console.log(await writeJsonLines(outputFile, joinLines(batch)), 'vectors')
// #endregion

console.log(batch.progress.succeeded, 'requests')
for await (const { text, vector } of readJsonLines<{ text: string; vector: number[] }>(outputFile)) {
  console.log(text, vector.length)
  break
}
