import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createClient } from '@mira/core'
import { expect, it } from 'vitest'
import { mapCalls } from '../map-calls.ts'
import { fileCheckpoint } from './file-checkpoint.ts'
import { readCheckpoint } from './read-checkpoint.ts'
import { createTemporaryDirectory } from './temporary-directory.test-support.ts'

const client = createClient({ baseUrl: 'http://127.0.0.1:9', apiKey: 'sk-mira-0123456789abcdef0123456789abcdef' })
const items = ['zero', 'two ✓', 'three\n']
const echo = async (item: string) => ({ text: item.toUpperCase(), vector: new Float32Array([item.length]) })
const stored = await Promise.all(items.map(async (item, index) => ({ id: String(index), value: await echo(item) })))

async function toArray<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const list: Value[] = []
  for await (const value of values) list.push(value)
  return list
}

it('reads results in the order in which they were stored, and leaves the file alone', async () => {
  await using directory = await createTemporaryDirectory()
  const path = join(directory.path, 'batch.jsonl')
  await toArray(mapCalls(client, items, echo, { checkpoint: fileCheckpoint(path), concurrency: 1 }))
  const written = await readFile(path)
  expect(await toArray(readCheckpoint(path))).toEqual(stored)
  expect(await toArray(readCheckpoint(pathToFileURL(path)))).toEqual(stored)
  expect(await readFile(path)).toEqual(written)
  expect(await readdir(directory.path)).toEqual(['batch.jsonl'])
})

it('reads what a running batch has stored', async () => {
  await using directory = await createTemporaryDirectory()
  const path = join(directory.path, 'batch.jsonl')
  const batch = mapCalls(client, items, echo, { checkpoint: fileCheckpoint(path), concurrency: 1 })
  const seen: number[] = []
  for await (const { index } of batch) {
    const found = await toArray(readCheckpoint(path))
    expect(found.slice(0, index + 1)).toEqual(stored.slice(0, index + 1))
    seen.push(index)
  }
  expect(seen).toEqual([0, 1, 2])
})

it('omits an incomplete last line', async () => {
  await using directory = await createTemporaryDirectory()
  const path = join(directory.path, 'batch.jsonl')
  await toArray(mapCalls(client, items, echo, { checkpoint: fileCheckpoint(path), concurrency: 1 }))
  await appendFile(path, '{"id":"3","finger')
  expect(await toArray(readCheckpoint(path))).toEqual(stored)
})

it.each([
  ['a missing file', undefined, /no such file/],
  ['a text', 'my notes\n', /line 1 is not one of a checkpoint/],
  ['a damaged line', '{"mira_batch":1,"id":"a","name":"","settings":""}\nnotes\n', /line 2 is not one of a checkpoint/],
])('refuses %s', async (_, content, message) => {
  await using directory = await createTemporaryDirectory()
  const path = join(directory.path, 'notes')
  if (content !== undefined) await writeFile(path, content)
  await expect(toArray(readCheckpoint(path))).rejects.toMatchObject({
    name: 'MiraError',
    code: 'file_unreadable',
    message: expect.stringMatching(message),
  })
})
