import { appendFile, mkdir, open, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createClient } from '@mira/core'
import { describe, expect, it, vi } from 'vitest'
import { collect } from '../batch.test-support.ts'
import { mapCalls } from '../map-calls.ts'
import type { MapCallsOptions } from '../map-calls-options.ts'
import { fileCheckpoint } from './file-checkpoint.ts'
import { createTemporaryDirectory } from './temporary-directory.test-support.ts'
import { writeJsonLines } from './write-json-lines.ts'

const client = createClient({ baseUrl: 'http://127.0.0.1:9', apiKey: 'sk-mira-0123456789abcdef0123456789abcdef' })
const items = ['zero', 'one', 'two ✓', 'three\n', 'four']

interface Options extends MapCallsOptions<string> {
  readonly texts?: readonly string[]
}

/** Runs a batch over the items; returns its results and the items that were called for. */
async function runBatch(path: string | URL, { texts = items, ...options }: Options = {}) {
  const called: string[] = []
  const echo = async (item: string) => {
    called.push(item)
    return { text: item.toUpperCase(), vector: new Float32Array([item.length]) }
  }
  const { results, error } = await collect(
    mapCalls(client, texts, echo, { checkpoint: fileCheckpoint(path), ...options }),
  )
  return { results, error, called, values: results.map((result) => result.status === 'fulfilled' && result.value) }
}

const values = items.map((item) => ({ text: item.toUpperCase(), vector: new Float32Array([item.length]) }))

describe('a file', () => {
  it('is written once, and restores all results', async () => {
    await using directory = await createTemporaryDirectory()
    const path = join(directory.path, 'batch.jsonl')
    expect(await runBatch(path, { concurrency: 1 })).toMatchObject({ called: items, values })
    const written = await readFile(path, 'utf8')
    expect(written.split('\n')).toHaveLength(items.length + 2)
    expect(await runBatch(pathToFileURL(path))).toMatchObject({ called: [], values })
    expect(await readFile(path, 'utf8')).toBe(written)
    expect(await readdir(directory.path)).toEqual(['batch.jsonl'])
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('cut off at any byte loses only the last result', { timeout: 180_000 }, async () => {
    const texts = items.slice(1, 4)
    await using directory = await createTemporaryDirectory()
    const path = join(directory.path, 'batch.jsonl')
    await runBatch(path, { concurrency: 1, texts })
    const bytes = await readFile(path)
    const header = bytes.indexOf('\n')
    const torn = join(directory.path, 'torn.jsonl')
    for (let length = 0; length <= bytes.length; length += 1) {
      await writeFile(torn, bytes.subarray(0, length))
      // A record is complete without its line feed.
      const text = `${bytes.toString('latin1', 0, length)}${bytes[length] === 10 ? '\n' : ''}`
      const kept = Math.max(0, text.split('\n').length - 2)
      const { called, values: found, error } = await runBatch(torn, { concurrency: 1, texts })
      expect({ length, error, called, found }).toEqual({
        length,
        error: undefined,
        called: texts.slice(kept),
        found: values.slice(1, 4),
      })
      const repaired = await readFile(torn)
      if (length > header) expect(repaired.equals(bytes)).toBe(true)
      expect(repaired.toString().trimEnd().split('\n').every(isJson)).toBe(true)
    }
  })

  it.each([
    ['of text', 'my notes\n'],
    ['of other JSON', '{"name":"x"}\n'],
    ['of other JSON without an end', '{"name":"x"}'],
    ['of bytes', Buffer.from([0, 1, 2, 255, 10])],
  ])('%s is refused and stays as it is', async (_, content) => {
    await using directory = await createTemporaryDirectory()
    const path = join(directory.path, 'notes')
    await writeFile(path, content)
    expect((await runBatch(path)).error).toMatchObject({ code: 'file_unreadable' })
    expect(await readFile(path)).toEqual(Buffer.from(content))
    expect(await readdir(directory.path)).toEqual(['notes'])
  })

  it('with a line that is not a record is refused with its number', async () => {
    await using directory = await createTemporaryDirectory()
    const path = join(directory.path, 'batch.jsonl')
    await runBatch(path)
    await appendFile(path, 'oops\n')
    const { error, called } = await runBatch(path)
    expect(error).toMatchObject({ code: 'file_unreadable', message: expect.stringContaining('line 7') })
    expect(called).toEqual([])
  })

  it.each([
    ['in a directory that does not exist', 'missing/batch.jsonl'],
    ['that is a directory', 'folder'],
  ])('%s is an error before the first call', async (_, name) => {
    await using directory = await createTemporaryDirectory()
    await mkdir(join(directory.path, 'folder'))
    const { error, called } = await runBatch(join(directory.path, name))
    expect(error).toMatchObject({ code: 'file_unwritable' })
    expect(called).toEqual([])
  })

  it('of another batch is refused', async () => {
    await using directory = await createTemporaryDirectory()
    const path = join(directory.path, 'batch.jsonl')
    await runBatch(path, { settings: { model: 'a' } })
    expect((await runBatch(path, { settings: { model: 'b' } })).error).toMatchObject({ code: 'checkpoint_mismatch' })
    expect(await readdir(directory.path)).toEqual(['batch.jsonl'])
  })

  it('works with file handles without methods to sync, as of Yarn', async () => {
    await using directory = await createTemporaryDirectory()
    await using handle = await open(directory.path)
    const missing = new Error('Method not implemented.')
    const spies = (['sync', 'datasync'] as const).map((name) =>
      vi.spyOn(Object.getPrototypeOf(handle), name).mockRejectedValue(missing),
    )
    try {
      const checkpoint = fileCheckpoint(join(directory.path, 'batch.jsonl'), { syncMs: 0 })
      const { results, error } = await collect(mapCalls(client, items, async (item) => item, { checkpoint }))
      expect({ count: results.length, error }).toEqual({ count: items.length, error: undefined })
      expect(await writeJsonLines(join(directory.path, 'values.jsonl'), items)).toBe(items.length)
    } finally {
      for (const spy of spies) spy.mockRestore()
    }
  })

  it('finds records longer than one read', async () => {
    await using directory = await createTemporaryDirectory()
    const checkpoint = fileCheckpoint(join(directory.path, 'batch.jsonl'), { syncMs: 0 })
    const long = async (size: number) => 'é'.repeat(size)
    const sizes = [1, 2_000, 300_000, 4_096, 0]
    await collect(mapCalls(client, sizes, long, { checkpoint }))
    const never = () => Promise.reject(new Error('called again'))
    const { results } = await collect(mapCalls(client, sizes, never, { checkpoint }))
    expect(results).toMatchObject(sizes.map((size) => ({ value: 'é'.repeat(size), isRestored: true })))
  })
})

it.each([{ syncMs: -1 }, { syncMs: 0.5 }])('refuses %j', (options) => {
  expect(() => fileCheckpoint('x', options)).toThrow(RangeError)
})

it('refuses an unknown option', () => {
  expect(() => fileCheckpoint('x', { fsync: true } as never)).toThrow(TypeError)
})

function isJson(line: string): boolean {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}
