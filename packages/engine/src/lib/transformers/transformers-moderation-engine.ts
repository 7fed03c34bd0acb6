import { basename, join } from 'node:path'
import type { ModerationEngine } from '../moderation-engine.ts'
import { openModelDirectory, unusable } from './model-directory.ts'
import { type ModerationLabels, mapLabels, toModerationResult } from './moderation-labels.ts'
import { openTransformersModel } from './transformers-host.ts'
import type { TransformersEngineOptions } from './transformers-options.ts'

/** Options for {@link openTransformersModerationEngine}. */
export type TransformersModerationEngineOptions = TransformersEngineOptions

/**
 * Loads an ONNX text classifier into a process of its own, through the optional peer dependency `@huggingface/transformers`. Its
 * labels are mapped to moderation categories; a text that is longer than the model reads is classified in parts.
 *
 * @throws {EngineUnavailableError} when the package is not installed, the files cannot be loaded, or a label is not known.
 */
export async function openTransformersModerationEngine(
  options: TransformersModerationEngineOptions,
): Promise<ModerationEngine> {
  const labels = await readModerationLabels(options.modelPath)
  const { directory, run, close } = await openTransformersModel('classification', options)
  return {
    info: {
      name: 'transformers-moderation',
      kind: 'neural',
      description: `The classifier ${options.model ?? basename(directory.path)}, run on this machine by ONNX Runtime`,
      ...(options.origin === undefined ? {} : { origin: options.origin }),
    },
    categories: labels.categories,
    async moderateTexts(texts, { signal, caller } = {}) {
      if (texts.length === 0) return []
      const scores = await run({ kind: 'classify', texts }, { signal, caller })
      return scores.map((score) => toModerationResult(score, labels))
    },
    close,
  }
}

/** Reads the labels before the weights are loaded. */
async function readModerationLabels(modelPath: string): Promise<ModerationLabels> {
  const { path, config } = await openModelDirectory(modelPath)
  try {
    return mapLabels(config)
  } catch (cause) {
    throw cause instanceof RangeError ? unusable(join(path, 'config.json'), cause.message, cause) : cause
  }
}
