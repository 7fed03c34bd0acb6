import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readJsonLines } from './read-json-lines.ts'
import { createTemporaryDirectory } from './temporary-directory.test-support.ts'
import { writeJsonLines } from './write-json-lines.ts'

async function readAll(path: string | URL, options = {}): Promise<unknown[]> {
  const values: unknown[] = []
  for await (const value of readJsonLines(path, options)) values.push(value)
  return values
}

describe('readJsonLines', () => {
  it.each([
    ['lines', '{"a":1}\n[2]\n"three"\n', [{ a: 1 }, [2], 'three']],
    ['a last line without an end', '1\n2', [1, 2]],
    ['carriage returns, empty lines and a byte order mark', '\ufeff1\r\n\r\n  \n2\r\n', [1, 2]],
    ['null', 'null\n', [null]],
    ['nothing', '', []],
  ])('reads %s', async (_, text, values) => {
    await using directory = await createTemporaryDirectory()
    const path = join(directory.path, 'items.jsonl')
    await writeFile(path, text)
    expect(await readAll(path)).toEqual(values)
    expect(await readAll(pathToFileURL(path))).toEqual(values)
  })

  it('reads lines that are split between reads anywhere', async () => {
    await using directory = await createTemporaryDirectory()
    const path = join(directory.path, 'items.jsonl')
    // Reads are of 256 KiB: each length puts the border at another byte of the characters.
    for (const padding of [262_130, 262_139, 262_140, 262_141, 262_142, 262_143, 524_280]) {
      const values = ['x'.repeat(padding), '€😀é'.repeat(20), 'end']
      await writeFile(path, values.map((value) => `${JSON.stringify(value)}\n`).join(''))
      expect(await readAll(path)).toEqual(values)
    }
  })

  it.each([
    ['that is not JSON', '{"a":1}\n{"secret"\n', {}, 'line 2'],
    ['that is too long', '1\n"0123456789"\n', { maxLineBytes: 8 }, 'line 2'],
  ])('fails at a line %s, with its number and without its content', async (_, text, options, part) => {
    await using directory = await createTemporaryDirectory()
    const path = join(directory.path, 'items.jsonl')
    await writeFile(path, text)
    const failure = await readAll(path, options).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'file_unreadable', message: expect.stringContaining(part) })
    expect((failure as Error).message).not.toContain('secret')
  })

  it('fails for a file that does not exist', async () => {
    await expect(readAll('/nonexistent/items.jsonl')).rejects.toMatchObject({ code: 'file_unreadable' })
  })

  it.each([
    [{ maxLineBytes: 0 }, RangeError],
    [{ limit: 1 }, TypeError],
  ])('refuses %j', (options, error) => {
    expect(() => readJsonLines('x', options as never)).toThrow(error)
  })
})

describe('writeJsonLines', () => {
  it('writes what readJsonLines reads', async () => {
    await using directory = await createTemporaryDirectory()
    const path = join(directory.path, 'items.jsonl')
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), async (values) => {
        expect(await writeJsonLines(path, values)).toBe(values.length)
        expect(JSON.stringify(await readAll(path))).toBe(JSON.stringify(values))
      }),
      { numRuns: 50 },
    )
    expect(await readdir(directory.path)).toEqual(['items.jsonl'])
  })

  it('writes vectors as numbers, and more than one buffer', async () => {
    await using directory = await createTemporaryDirectory()
    const path = join(directory.path, 'items.jsonl')
    function* values() {
      for (let index = 0; index < 20_000; index += 1) yield { index, vectors: [new Float32Array([index, 0.5])] }
    }
    expect(await writeJsonLines(pathToFileURL(path), values())).toBe(20_000)
    const read = await readAll(path)
    expect(read).toHaveLength(20_000)
    expect(read[19_999]).toEqual({ index: 19_999, vectors: [[19_999, 0.5]] })
  })

  it('leaves the target as it is when the values fail', async () => {
    await using directory = await createTemporaryDirectory()
    const path = join(directory.path, 'items.jsonl')
    await writeFile(path, 'before')
    function* values() {
      yield 1
      throw new Error('no more')
    }
    await expect(writeJsonLines(path, values())).rejects.toThrow('no more')
    expect(await readFile(path, 'utf8')).toBe('before')
    expect(await readdir(directory.path)).toEqual(['items.jsonl'])
  })

  it('fails in a directory that does not exist', async () => {
    await expect(writeJsonLines('/nonexistent/x.jsonl', [1])).rejects.toMatchObject({ code: 'file_unwritable' })
  })
})
