import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { cachedFolder } from './cached-folder.ts'

/** Returns the name of a folder in the cache, and a builder that counts its calls. */
function createContent() {
  let count = 0
  const build = async (folder: string) => {
    count += 1
    for (const file of ['a.txt', 'b.txt']) writeFileSync(join(folder, file), file)
  }
  const name = `test-${randomUUID()}`
  return { name, open: () => cachedFolder(name, build), countBuilds: () => count }
}

it('builds a folder once', async () => {
  const { open, countBuilds } = createContent()
  const folder = await open()
  expect(await open()).toBe(folder)
  expect(countBuilds()).toBe(1)
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('a.txt')
  rmSync(folder, { recursive: true })
})

it('gives one complete folder to those who ask at once, and leaves nothing else', async () => {
  const { name, open } = createContent()
  const folders = await Promise.all([open(), open(), open()])
  expect(new Set(folders).size).toBe(1)
  expect(readdirSync(dirname(folders[0]!)).filter((entry) => entry.startsWith(name))).toEqual([name])
  rmSync(folders[0]!, { recursive: true })
})

it('builds a folder again that lacks a file', async () => {
  const { open, countBuilds } = createContent()
  const folder = await open()
  rmSync(join(folder, 'b.txt'))
  expect(await open()).toBe(folder)
  expect(countBuilds()).toBe(2)
  expect(readFileSync(join(folder, 'b.txt'), 'utf8')).toBe('b.txt')
  rmSync(folder, { recursive: true })
})

it('leaves nothing where building fails', async () => {
  const name = `test-${randomUUID()}`
  let parent = ''
  const build = async (folder: string) => {
    parent = dirname(folder)
    throw new Error('disk full')
  }
  await expect(cachedFolder(name, build)).rejects.toThrow('disk full')
  expect(readdirSync(parent).filter((entry) => entry.startsWith(name))).toEqual([])
})
