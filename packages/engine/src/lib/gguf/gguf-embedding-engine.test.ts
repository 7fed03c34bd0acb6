import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeTinyGguf } from '../../../test/tiny-gguf.ts'
import type { EmbeddingEngine } from '../embedding-engine.ts'
import { openGgufEmbeddingEngine } from './gguf-embedding-engine.ts'

let folder = ''
let modelPath = ''
let engine: EmbeddingEngine
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-gguf-'))
  modelPath = join(folder, 'tiny.gguf')
  await writeTinyGguf(modelPath)
  engine = await openGgufEmbeddingEngine({ modelPath, threads: 1 })
})
afterAll(() => rm(folder, { recursive: true }))

describe('openGgufEmbeddingEngine', () => {
  it('embeds texts as unit vectors that depend on the text alone', async () => {
    const { vectors, tokens } = await engine.embed(['hello', 'world', 'hello'])
    expect(engine).toMatchObject({ model: 'tiny', defaultDimensions: 64, dimensions: [64], contextWindow: 1_024 })
    for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 4)
    expect(vectors[0]).toEqual(vectors[2])
    expect(vectors[0]).not.toEqual(vectors[1])
    expect(tokens).toBeGreaterThanOrEqual(15)
  })

  it.each([
    { story: 'an empty text', texts: ['a', ' '], options: {}, code: 'empty' },
    { story: 'a text beyond the context', texts: ['word '.repeat(2_000)], options: {}, code: 'too_long' },
    { story: 'another length', texts: ['a'], options: { dimensions: 32 }, code: 'invalid_value' },
  ])('rejects $story', async ({ texts, options, code }) => {
    await expect(engine.embed(texts, options)).rejects.toMatchObject({ name: 'EngineInputError', code })
  })

  it('reports a file that is no model in one sentence', async () => {
    const path = join(folder, 'broken.gguf')
    await writeFile(path, 'not a model')
    await expect(openGgufEmbeddingEngine({ modelPath: path })).rejects.toThrow('The GGUF model could not be loaded: ')
    const failure = await openGgufEmbeddingEngine({ modelPath: path }).catch(String)
    expect(failure).not.toContain(folder)
  })

  it('names a file that vanished without its directory', async () => {
    const path = join(folder, 'vanishing.gguf')
    await copyFile(modelPath, path)
    const vanishing = await openGgufEmbeddingEngine({ modelPath: path, threads: 1, worker: { idleMs: 1 } })
    await rm(path)
    const fail = () => vanishing.embed(['a']).then(() => '', String)
    await expect.poll(fail).toContain('The GGUF model could not be loaded: ')
    expect(await fail()).not.toContain(folder)
    await vanishing.close()
  })

  it('rejects calls once it is closed', async () => {
    await engine.close()
    await expect(engine.embed(['a'])).rejects.toMatchObject({ code: 'closed' })
  })
})
