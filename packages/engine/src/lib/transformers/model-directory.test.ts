import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  openTransformersEmbeddingEngine,
  openTransformersModerationEngine,
  openTransformersVisionEngine,
} from '../../transformers.ts'
import { readEmbeddingRecipe } from './embedding-recipe.ts'
import { openModelDirectory, unusable } from './model-directory.ts'

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mira-onnx-'))
})
afterEach(() => rm(directory, { recursive: true }))

/** Writes files, strings unchanged and anything else as JSON. */
async function write(files: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  }
}

const at = (path: string) => join(directory, path)

describe('openModelDirectory', () => {
  it.each([
    ['onnx/model_quantized.onnx', 'onnx', 'model_quantized'],
    ['model.onnx', '', 'model'],
  ])('finds the configuration for %s', async (path, subfolder, graph) => {
    await write({ [path]: '12345', 'config.json': { model_type: 'bert' } })
    const found = await openModelDirectory(at(path))
    expect(found).toEqual({ path: directory, subfolder, graph, size: 5, config: { model_type: 'bert' } })
  })

  it('prefers the directory above onnx/ where both have a configuration', async () => {
    await write({ 'onnx/model.onnx': '', 'onnx/config.json': {}, 'config.json': { model_type: 'bert' } })
    expect(await openModelDirectory(at('onnx/model.onnx'))).toMatchObject({ path: directory, subfolder: 'onnx' })
  })

  it('follows links, as in the cache of a hub, and counts external weights', async () => {
    await write({ 'blobs/a': '12345', 'blobs/b': '1234567', 'main/config.json': {}, 'main/onnx/other.onnx_data': '1' })
    await symlink(at('blobs/a'), at('main/onnx/model.onnx'))
    await symlink(at('blobs/b'), at('main/onnx/model.onnx_data'))
    expect((await openModelDirectory(at('main/onnx/model.onnx'))).size).toBe(12)
  })

  it.each([
    { files: {}, path: 'onnx/model.onnx', problem: 'The model model.onnx could not be loaded: it does not exist' },
    { files: { 'a.bin': '' }, path: 'a.bin', problem: 'a.bin could not be loaded: it is not an ONNX file' },
    { files: { 'onnx/model.onnx': '' }, path: 'onnx/model.onnx', problem: 'there is no config.json beside it' },
    {
      files: { 'model.onnx': '', 'config.json': '{' },
      path: 'model.onnx',
      problem: 'config.json could not be loaded: it is not JSON',
    },
    {
      files: { 'model.onnx': '', 'config.json': [] },
      path: 'model.onnx',
      problem: 'config.json could not be loaded: it is not a JSON object',
    },
  ])('reports in one sentence: $problem', async ({ files, path, problem }) => {
    await write(files)
    for (const open of [
      openTransformersEmbeddingEngine,
      openTransformersModerationEngine,
      openTransformersVisionEngine,
    ]) {
      const failure = await open({ modelPath: at(path) }).catch((error: unknown) => error)
      expect(failure).toMatchObject({ name: 'EngineUnavailableError', status: 503 })
      expect(String(failure)).toContain(problem)
      expect(String(failure).split('\n')).toHaveLength(1)
      expect(String(failure)).not.toContain(directory)
    }
  })

  it('leaves the directories out of the reason of a library', () => {
    const { message } = unusable(at('onnx/model.onnx'), `${at('config.json')} and ${at('onnx/model.onnx')} are damaged`)
    expect(message).toBe('The model model.onnx could not be loaded: config.json and model.onnx are damaged')
  })

  it('refuses a classifier whose labels have no known meaning before its weights are loaded', async () => {
    await write({ 'model.onnx': '', 'config.json': { id2label: { 0: 'LABEL_0', 1: 'LABEL_1' } } })
    await expect(openTransformersModerationEngine({ modelPath: at('model.onnx') })).rejects.toThrow(
      'config.json could not be loaded: its labels are no moderation categories: LABEL_0, LABEL_1',
    )
  })
})

describe('readEmbeddingRecipe', () => {
  const modules = (...types: readonly string[]) =>
    types.map((type, index) => ({ idx: index, type: `sentence_transformers.models.${type}`, path: `${index}_${type}` }))

  it.each([
    ['the mean of a model without further files', {}, { pooling: 'mean', isStated: false, prefix: '' }],
    [
      'the first token of a family that uses it',
      { 'config.json': { _name_or_path: 'BAAI/bge-small-en-v1.5' } },
      { pooling: 'cls', isStated: false },
    ],
    [
      'the stated pooling',
      { '1_Pooling/config.json': { pooling_mode_cls_token: true, pooling_mode_mean_tokens: false } },
      { pooling: 'cls', isStated: true, hasLayersAfter: false },
    ],
    [
      'the folder that modules.json names',
      {
        'modules.json': modules('Transformer', 'Dropout', 'Pooling'),
        '2_Pooling/config.json': { pooling_mode: 'max' },
      },
      { pooling: 'max', isStated: true },
    ],
    [
      'layers after the pooling',
      {
        'modules.json': modules('Transformer', 'Pooling', 'Dense', 'Normalize'),
        '1_Pooling/config.json': { pooling_mode: 'cls' },
      },
      { hasLayersAfter: true },
    ],
    [
      'the default prompt',
      {
        'config_sentence_transformers.json': {
          prompts: { query: 'query: ', document: '' },
          default_prompt_name: 'query',
        },
      },
      { prefix: 'query: ' },
    ],
    [
      'no prompt that is not the default',
      { 'config_sentence_transformers.json': { prompts: { query: 'query: ' }, default_prompt_name: null } },
      { prefix: '' },
    ],
  ])('reads %s', async (_, files, recipe) => {
    await write({ 'model.onnx': '', 'config.json': {}, ...files })
    expect(await readEmbeddingRecipe(await openModelDirectory(at('model.onnx')))).toMatchObject(recipe)
  })

  it('refuses a pooling that is not supported', async () => {
    await write({
      'model.onnx': '',
      'config.json': {},
      '1_Pooling/config.json': { pooling_mode_weightedmean_tokens: true },
    })
    await expect(readEmbeddingRecipe(await openModelDirectory(at('model.onnx')))).rejects.toThrow(
      'The model config.json could not be loaded: its pooling is not supported',
    )
  })
})
