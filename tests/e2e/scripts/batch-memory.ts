// Prints the memory of a batch while it goes through a million items, with and without a checkpoint file. Run it with
// `node --expose-gc --conditions=@mira/source tests/e2e/scripts/batch-memory.ts [--items=1000000]`. V8's space for new
// objects may grow to some 50 MiB, however few of them are alive; `--max-semi-space-size=4` limits it.
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chunksOf, mapCalls } from '@mira/batch'
import { fileCheckpoint } from '@mira/batch/node'
import { createClient } from '@mira/core'

const { values } = parseArgs({ options: { items: { type: 'string' } } })
const items = Number(values.items ?? 1_000_000)
const milestones = new Set([1_000, 10_000, 100_000, 1_000_000, items])
const mira = createClient({ baseUrl: 'http://127.0.0.1:9' })
const mebibytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MiB`
const startedAt = performance.now()

function* listTexts(): Generator<string> {
  for (let index = 0; index < items; index += 1) yield `Text number ${index}, of which a vector is made`
}

/** Answers like a server, without one: this measures the batch alone. */
const embed = async (text: string): Promise<Float32Array> => new Float32Array(8).fill(text.length)

console.log('without a checkpoint')
await measure(mapCalls(mira, listTexts(), embed))

const directory = await mkdtemp(join(tmpdir(), 'mira-batch-memory-'))
try {
  const path = join(directory, 'batch.jsonl')
  console.log('with a checkpoint file, a record per item')
  await measure(mapCalls(mira, listTexts(), embed, { checkpoint: fileCheckpoint(path), concurrency: 64 }))
  console.log(`  the file has ${mebibytes((await stat(path)).size)}`)
  console.log('restored from that file')
  await measure(mapCalls(mira, listTexts(), embed, { checkpoint: fileCheckpoint(path), concurrency: 64 }))
  console.log('with a checkpoint file, a record per 256 items')
  const embedAll = (texts: string[]) => Promise.all(texts.map(embed))
  const checkpoint = fileCheckpoint(join(directory, 'chunks.jsonl'))
  await measure(mapCalls(mira, chunksOf(listTexts(), 256), embedAll, { checkpoint }), 256)
} finally {
  await rm(directory, { recursive: true, force: true })
}

async function measure(results: AsyncIterable<unknown>, size = 1): Promise<void> {
  let count = 0
  for await (const _ of results) {
    const before = count
    count = Math.min(items, count + size)
    for (const milestone of milestones) if (before < milestone && milestone <= count) print(milestone)
  }
}

function print(count: number): void {
  globalThis.gc?.()
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage()
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  const figures = `heap ${mebibytes(heapUsed)}, buffers ${mebibytes(arrayBuffers)}, RSS ${mebibytes(rss)}`
  console.log(`  ${String(count).padStart(9)} items: ${figures}, after ${seconds} s`)
}
