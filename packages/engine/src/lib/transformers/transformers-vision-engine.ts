import { basename } from 'node:path'
import { EngineUnavailableError } from '../engine.ts'
import type { VisionEngine } from '../vision-engine.ts'
import { openTransformersModel } from './transformers-host.ts'
import type { TransformersEngineOptions } from './transformers-options.ts'

/** Options for {@link openTransformersVisionEngine}. */
export interface TransformersVisionEngineOptions extends TransformersEngineOptions {
  /** Maximum width times height of an accepted image. Defaults to 50 million. */
  readonly maxPixels?: number | undefined
  /** Engine for everything but `locate`. It is closed with this engine. By default, those calls reject with status 501. */
  readonly others?: VisionEngine | undefined
}

/**
 * Loads an ONNX model that locates what any words name, such as OWLv2 or Grounding DINO, into a process of its own, through the
 * optional peer dependency `@huggingface/transformers`.
 *
 * @throws {EngineUnavailableError} when the package is not installed or the files cannot be loaded.
 */
export async function openTransformersVisionEngine(options: TransformersVisionEngineOptions): Promise<VisionEngine> {
  const { others, maxPixels = 50_000_000 } = options
  const { directory, run, close } = await openTransformersModel('detection', options)
  const id = options.model ?? basename(directory.path)
  const rest =
    others === undefined
      ? 'it reads no text and answers no questions'
      : `text and questions: ${others.info.description}`
  const delegate = (): VisionEngine => {
    if (others !== undefined) return others
    throw new EngineUnavailableError(`The model ${id} locates what is named, and answers no questions`, { status: 501 })
  }
  return {
    info: {
      name: 'transformers-vision',
      kind: 'neural',
      description: `The detector ${id}, run on this machine by ONNX Runtime; ${rest}`,
      ...(options.origin === undefined ? {} : { origin: options.origin }),
    },
    locate: (image, target, { signal, caller } = {}) =>
      run({ kind: 'locate', image, target, maxPixels }, { signal, caller }),
    detect: async (image, call) => delegate().detect(image, call),
    readText: async (image, call) => delegate().readText(image, call),
    describe: async (image, question, call) => delegate().describe(image, question, call),
    async close() {
      await Promise.all([close(), others?.close()])
    },
  }
}
