import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { DataFiles, packageFolder } from './data-files.ts'

const root = await mkdtemp(join(tmpdir(), 'mira-data-'))
afterAll(() => rm(root, { recursive: true }))
const dependency = join(root, 'node_modules/words')
await mkdir(join(dependency, 'lists'), { recursive: true })
// Its `exports` expose nothing, like those of many data packages.
await writeFile(join(dependency, 'package.json'), '{ "name": "words", "exports": {} }')
await writeFile(join(dependency, 'lists/nouns.txt'), 'apple\npear\n')
await mkdir(join(root, 'dist'))

const filesOf = (module: string) =>
  new DataFiles(pathToFileURL(join(root, module)).href, {
    'lists/nouns.txt': { package: 'words', path: 'lists/nouns.txt' },
    'lists/packed.txt': { package: 'words', path: 'lists/nouns.txt', isGzipped: true },
  })

describe('DataFiles', () => {
  it('reads from the dependency when the module runs from its source', () => {
    expect(filesOf('src/words.ts').read('lists/packed.txt').toString()).toBe('apple\npear\n')
  })

  it('reads the shipped files when the module is built and the dependency is missing', async () => {
    const built = filesOf('dist/chunk.js')
    built.ship()
    await rm(dependency, { recursive: true })
    expect(built.read('lists/nouns.txt').toString()).toBe('apple\npear\n')
    expect(built.read('lists/packed.txt').toString()).toBe('apple\npear\n')
    expect(gunzipSync(await readFile(join(root, 'dist/lists/packed.txt.gz'))).toString()).toBe('apple\npear\n')
    expect(() => filesOf('src/words.ts').read('lists/nouns.txt')).toThrow('Cannot find the package words')
  })
})

describe('packageFolder', () => {
  it('finds a package whose exports hide its package.json', () => {
    expect(packageFolder(import.meta.url, 'eventsource-parser')).toMatch(/eventsource-parser$/)
  })
})
