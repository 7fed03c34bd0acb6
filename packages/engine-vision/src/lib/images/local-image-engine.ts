import { createHash, randomInt } from 'node:crypto'
import type { ImageEditRequest, ImageEngine, ImageRequest, ImageSize } from '@mira/engine'
import { EngineInputError } from '@mira/engine'
import { EngineThread, workerUrl } from '@mira/engine/internal'
import type { ImageResult, ImageTask } from './protocol.ts'

/** Options for {@link createLocalImageEngine}. */
export interface LocalImageEngineOptions {
  /** Chance for requests without a seed: a whole number from 0 up to, not including, `limit` (default `crypto.randomInt`). */
  readonly chooseSeed?: ((limit: number) => number) | undefined
}

const maxCount = 10
const maxPromptLength = 4_000

/**
 * Pictures composed of vector drawings and painted backgrounds, and edits by real pixel work, in a worker thread
 * loaded at the first call. Procedural: there is no diffusion model behind it. English prompts.
 */
export function createLocalImageEngine({ chooseSeed = randomInt }: LocalImageEngineOptions = {}): ImageEngine {
  const url = workerUrl(import.meta.url, './worker.ts', './image-worker.js')
  const thread = new EngineThread<ImageTask, ImageResult>({ name: 'image engine', url, isStoppedByAbort: true })
  const seeded = (prompt: string, seed: number | undefined): number => seed ?? mixSeed(prompt, chooseSeed(2 ** 32))
  return {
    info: {
      name: 'mira-illustrator',
      kind: 'procedural',
      description: 'Vector illustrations composed from the words of the prompt, and pixel edits; no diffusion model',
      licence: 'MIT AND Apache-2.0 AND OFL-1.1',
    },
    async generate(request, { signal } = {}) {
      checkRequest(request)
      checkSize(request.size)
      return thread.run(
        { kind: 'generate', request: { ...request, seed: seeded(request.prompt, request.seed) } },
        { signal },
      )
    },
    async edit(request, { signal } = {}) {
      checkRequest(request)
      if (request.size) checkSize(request.size)
      checkReferences(request)
      return thread.run(
        { kind: 'edit', request: { ...request, seed: seeded(request.prompt, request.seed) } },
        { signal },
      )
    },
    close: () => thread.close(),
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
    throw new EngineInputError(`references must be 1 to 4 pictures, not ${references.length}`, 'references')
}
