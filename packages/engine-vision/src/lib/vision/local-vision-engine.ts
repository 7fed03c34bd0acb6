import type { EngineCallOptions, VisionEngine } from '@mira/engine'
import { createWorkerHost, type EngineWorkerOptions, workerUrl } from '@mira/engine/worker'
import type { VisionResults, VisionTask, VisionTaskKind } from './protocol.ts'

/** Options for {@link createLocalVisionEngine}. */
export interface LocalVisionEngineOptions {
  /** Maximum width times height of an accepted image. Defaults to 50 million. */
  readonly maxPixels?: number | undefined
  /** Limits of the child process. Defaults to 120 s per call and 1.5 GiB of memory. */
  readonly worker?: EngineWorkerOptions | undefined
}

/**
 * Text takes longest: on two busy cores, 13 s for a page of 5,500 characters, and twice that if a word is not found.
 */
const deadlineMs = 120_000

/**
 * Creates an engine that analyzes images with small local models: 80 classes of objects, faces, colors, plain shapes
 * and printed English.
 *
 * The work runs in a low-priority child process, started on the first call. A call that exceeds its limits rejects with
 * `deadline_exceeded` or `memory_exceeded`; `locate` rejects with `unknown_target` for anything outside of these kinds,
 * and reading with `unsupported_language` for Cyrillic text.
 */
export function createLocalVisionEngine({
  maxPixels = 50_000_000,
  worker,
}: LocalVisionEngineOptions = {}): VisionEngine {
  const host = createWorkerHost<VisionTask, VisionResults[VisionTaskKind]>({
    deadlineMs,
    maxMemoryBytes: 1.5 * 2 ** 30,
    priority: 'background',
    limits: worker,
    name: 'vision engine',
    url: workerUrl(import.meta.url, './worker.ts', './vision-worker.js'),
  })

  async function perform<Kind extends VisionTaskKind>(
    task: Pick<VisionTask, 'image' | 'words'> & { readonly kind: Kind },
    { signal, caller }: EngineCallOptions = {},
  ): Promise<VisionResults[Kind]> {
    const result = await host.run({ ...task, maxPixels }, { signal, caller })
    return result as VisionResults[Kind]
  }

  return {
    info: {
      name: 'mira-vision-local',
      kind: 'neural',
      description:
        'SSDLite MobileNetV2 (80 kinds of things), BlazeFace and Tesseract; it computes its answers and writes no free text.',
      license: 'MIT AND Apache-2.0',
    },
    detect: (image, options) => perform({ kind: 'detect', image, words: '' }, options),
    locate: (image, phrase, options) => perform({ kind: 'locate', image, words: phrase }, options),
    readText: (image, options) => perform({ kind: 'readText', image, words: '' }, options),
    describe: (image, question = '', options) => perform({ kind: 'describe', image, words: question }, options),
    close: () => host.close(),
  }
}
