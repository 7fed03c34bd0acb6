import { createHash, randomInt } from 'node:crypto'
import type { EngineCallOptions, ImageEditRequest, ImageEngine, ImageRequest, ImageSize } from '@mira/engine'
import { EngineInputError } from '@mira/engine'
import { createWorkerHost, type EngineWorkerOptions, workerUrl } from '@mira/engine/worker'
import type { ImageResult, ImageTask } from './protocol.ts'

/** Options for {@link createLocalImageEngine}. */
export interface LocalImageEngineOptions {
  /** Random seed for requests without one: an integer from 0 to `limit`, exclusive. Defaults to `crypto.randomInt`. */
  readonly chooseSeed?: ((limit: number) => number) | undefined
  /** Limits of the child process. Defaults to 60 s per call, plus 15 s per further image, and 1 GiB of memory. */
  readonly worker?: EngineWorkerOptions | undefined
}

const firstImageMs = 60_000
/** On two busy cores, an image of the largest size in the slowest style takes 6 s. */
const furtherImageMs = 15_000

const maxCount = 10
const maxPromptLength = 4_000

/**
 * Creates an engine that composes images from vector drawings and painted backgrounds, and edits images with pixel
 * operations. Procedural, without a diffusion model. Prompts are in English or Russian, edits in English.
 *
 * The work runs in a low-priority child process, started on the first call. A call that exceeds its limits rejects with
 * `deadline_exceeded` or `memory_exceeded`; a prompt that cannot be drawn with `unknown_subject`, or with
 * `photorealistic_person` if it asks for a photograph of people.
 */
export function createLocalImageEngine({ chooseSeed = randomInt, worker }: LocalImageEngineOptions = {}): ImageEngine {
  const host = createWorkerHost<ImageTask, ImageResult>({
    maxMemoryBytes: 2 ** 30,
    priority: 'background',
    limits: worker,
    name: 'image engine',
    url: workerUrl(import.meta.url, './worker.ts', './image-worker.js'),
  })
  const run = (task: ImageTask, { signal, caller }: EngineCallOptions = {}): Promise<ImageResult> => {
    const deadlineMs = worker?.deadlineMs ?? firstImageMs + (task.request.count - 1) * furtherImageMs
    return host.run(task, { signal, caller, deadlineMs })
  }
  const seeded = (prompt: string, seed: number | undefined): number => seed ?? mixSeed(prompt, chooseSeed(2 ** 32))
  return {
    info: {
      name: 'mira-illustrator',
      kind: 'procedural',
      description: 'Vector illustrations composed from the words of the prompt, and pixel edits; no diffusion model',
      license: 'MIT AND Apache-2.0 AND OFL-1.1',
    },
    formats: ['png', 'jpeg', 'webp'],
    async generate(request, options) {
      checkRequest(request)
      checkSize(request.size)
      const seed = seeded(request.prompt, request.seed)
      return run({ kind: 'generate', request: { ...request, seed } }, options)
    },
    async edit(request, options) {
      checkRequest(request)
      if (request.size) checkSize(request.size)
      checkReferences(request)
      const seed = seeded(request.prompt, request.seed)
      return run({ kind: 'edit', request: { ...request, seed } }, options)
    },
    close: () => host.close(),
  }
}

function mixSeed(prompt: string, chance: number): number {
  return (createHash('sha256').update(prompt).digest().readUInt32BE() ^ chance) >>> 0
}

function checkRequest({ prompt, count, seed }: Pick<ImageRequest, 'prompt' | 'count' | 'seed'>): void {
  if (prompt.trim() === '') throw new EngineInputError('prompt must not be empty', 'prompt', { code: 'empty' })
  if (prompt.length > maxPromptLength) {
    const message = `prompt must have at most ${maxPromptLength} characters, not ${prompt.length}`
    throw new EngineInputError(message, 'prompt', { code: 'too_long' })
  }
  if (!Number.isInteger(count) || count < 1 || count > maxCount)
    throw new EngineInputError(`count must be from 1 to ${maxCount}, not ${count}`, 'count')
  if (seed !== undefined && (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32))
    throw new EngineInputError(`seed must be a whole number from 0 to ${2 ** 32 - 1}, not ${seed}`, 'seed')
}

function checkSize({ width, height }: ImageSize): void {
  for (const side of [width, height])
    if (!Number.isInteger(side) || side < 64 || side > 2_048)
      throw new EngineInputError(`size must be from 64 to 2048 pixels a side, not ${width}x${height}`, 'size')
}

function checkReferences({ references }: ImageEditRequest): void {
  if (references.length < 1 || references.length > 4)
    throw new EngineInputError(`references must be 1 to 4 images, not ${references.length}`, 'references')
}
