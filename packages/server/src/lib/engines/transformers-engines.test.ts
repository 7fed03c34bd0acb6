import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tinyClassifier, tinyDetector, tinyEncoder } from '../../../../engine/test/tiny-onnx.ts'
import { loadOnnxEmbeddings, loadOnnxModeration, loadOnnxVision } from './transformers-engines.ts'

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mira-onnx-'))
})
afterEach(() => rm(directory, { recursive: true }))

/** Writes files, and returns them as those of a model. */
async function write(files: readonly { readonly path: string; readonly content: string | Buffer }[]) {
  for (const { path, content } of files) {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), content)
  }
  return { paths: files.map(({ path }) => join(directory, path)), origin: { source: directory } }
}

describe('engines on ONNX files', () => {
  it.each([
    [
      'the preferred precision',
      ['model.onnx', 'onnx/model_fp16.onnx', 'onnx/model_quantized.onnx'],
      'onnx/model_quantized.onnx',
    ],
    ['full precision before optimizations', ['onnx/model_O4.onnx', 'onnx/model.onnx'], 'onnx/model.onnx'],
    ['the only file', ['weights.onnx'], 'weights.onnx'],
    ['the usual name', ['tokenizer_model.onnx', 'model_int8.onnx'], 'model_int8.onnx'],
  ])('choose %s', async (_, paths, chosen) => {
    const files = await write(paths.map((path) => ({ path, content: '' })))
    // Without a configuration, the error names the chosen file.
    await expect(loadOnnxEmbeddings(files)).rejects.toThrow(
      `The model ${basename(chosen)} could not be loaded: there is no config`,
    )
  })

  it.each([
    [
      'several files of other names',
      ['a.onnx', 'b.onnx'],
      'moderation runs models of one ONNX file; name it among a.onnx, b.onnx',
    ],
    ['no ONNX file', ['model.safetensors'], 'model.safetensors is not one'],
  ])('refuse %s', async (_, paths, problem) => {
    const files = await write(paths.map((path) => ({ path, content: '' })))
    await expect(loadOnnxModeration(files)).rejects.toThrow(problem)
  })

  // The models are run by scripts/proofs/onnx-models.mjs: the package is too heavy for this repository.
  it.each([
    ['embeddings', loadOnnxEmbeddings, tinyEncoder()],
    ['moderation', loadOnnxModeration, tinyClassifier()],
    ['vision', loadOnnxVision, tinyDetector()],
  ])('name the package that %s needs', async (_, load, model) => {
    const failure = await load(await write(model)).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'EngineUnavailableError', code: 'not_installed', status: 503 })
    expect(String(failure)).toContain('is not installed: add it with `npm install @huggingface/transformers`')
  })
})
