import type { PunctuationEngine } from '@mira/engine'
import { ModelFiles, sizeOf } from './model-files.ts'
import { keepsWords, lowerCapitals, writeMarks } from './punctuated-text.ts'
import { findPunctuationModel } from './punctuation-model.ts'
import { openSherpaHost } from './sherpa-host.ts'
import { nameOfModel, type SherpaEngineOptions } from './sherpa-options.ts'
import type { SherpaResults } from './sherpa-task.ts'

/** Options for {@link openSherpaPunctuationEngine}. */
export type SherpaPunctuationEngineOptions = SherpaEngineOptions

/**
 * Loads a punctuation model into a process of its own, through the optional peer dependency `sherpa-onnx-node`:
 * CT-Transformer for Chinese and English, or CNN-BiLSTM, which writes capital letters, too.
 *
 * @throws {RangeError} in one sentence for files that are incomplete, damaged or of another kind.
 * @throws {EngineUnavailableError} when the package is not installed or the model cannot be loaded.
 */
export async function openSherpaPunctuationEngine(options: SherpaPunctuationEngineOptions): Promise<PunctuationEngine> {
  const { origin, threads, worker } = options
  const files = new ModelFiles(options.files)
  const name = nameOfModel(options, files.directory)
  const { family, config, hasCase, languages, paths } = await findPunctuationModel(files, name)
  const { host } = await openSherpaHost({
    name: 'punctuation model',
    loads: { kind: 'punctuation', model: { config, hasCase } },
    threads,
    bytes: await sizeOf(paths),
    worker,
  })
  return {
    info: {
      name: 'sherpa-onnx',
      kind: 'neural',
      description: `The punctuation model ${name} (${family}), run on this machine by sherpa-onnx`,
      ...(origin === undefined ? {} : { origin }),
    },
    languages,
    async punctuate(text, { signal, caller } = {}) {
      signal?.throwIfAborted()
      if (text.trim() === '' || (!hasCase && !keepsWords(text))) return text
      const task = { kind: 'punctuate', text: lowerCapitals(text) } as const
      return writeMarks((await host.run(task, { signal, caller })) as SherpaResults['punctuate'])
    },
    close: () => host.close(),
  }
}
