import { randomInt } from 'node:crypto'
import type { Clip, VideoEngine, VideoRequest } from '@mira/engine'
import { EngineInputError } from '@mira/engine'
import { createWorkerHost, type EngineWorkerOptions, workerUrl } from '@mira/engine/worker'
import type { ClipTask } from './protocol.ts'

/** Options for {@link createLocalVideoEngine}. */
export interface LocalVideoEngineOptions {
  /** Limits of the child process (default: 15 minutes a clip, 1.5 GiB of memory). */
  readonly worker?: EngineWorkerOptions | undefined
}

const workerDefaults: EngineWorkerOptions = { deadlineMs: 15 * 60_000, maxMemoryBytes: 1.5 * 2 ** 30 }

/** Longest prompt read, in characters. */
const maxPromptLength = 4_000

/**
 * Creates an engine that draws and encodes short films: an animated scene of the prompt, or camera moves over a picture.
 *
 * The work runs in a child process of low priority, started at the first call. One clip is made at a time (by default); an
 * abort ends the work at once. A call that exceeds its limits rejects with `deadline_exceeded` or `memory_exceeded`.
 */
export function createLocalVideoEngine({ worker }: LocalVideoEngineOptions = {}): VideoEngine {
  const host = createWorkerHost<ClipTask, Clip>({
    ...workerDefaults,
    ...worker,
    name: 'video engine',
    url: workerUrl(import.meta.url, './worker.ts', './video-worker.js'),
    priority: 'background',
  })
  return {
    info: {
      name: 'mira-animator',
      kind: 'procedural',
      description: 'Animated vector scene or camera motion over the first frame; no video model',
      licence: 'MIT',
    },
    async animate(request, { signal, caller, onProgress } = {}): Promise<Clip> {
      checkRequest(request)
      return host.run({ ...request, seed: request.seed ?? randomInt(2 ** 32) }, { signal, caller, onProgress })
    },
    close: () => host.close(),
  }
}

function checkRequest({ prompt, firstFrame, durationSeconds, resolution, aspectRatio, seed }: VideoRequest): void {
  if (prompt.trim() === '' && !firstFrame) {
    throw new EngineInputError('prompt must not be empty', 'prompt', { code: 'empty' })
  }
  if (prompt.length > maxPromptLength) {
    const message = `prompt must be at most ${maxPromptLength} characters, not ${prompt.length}`
    throw new EngineInputError(message, 'prompt', { code: 'too_long' })
  }
  checkChoice('duration_seconds', durationSeconds, [5, 10])
  checkChoice('resolution', resolution, ['720p', '1080p'])
  checkChoice('aspect_ratio', aspectRatio, ['16:9', '9:16', '1:1'])
  if (seed !== undefined && !Number.isSafeInteger(seed))
    throw new EngineInputError(`seed must be a whole number, not ${seed}`, 'seed')
}

function checkChoice<Value>(field: string, value: Value, choices: readonly Value[]): void {
  if (!choices.includes(value))
    throw new EngineInputError(`${field} must be one of ${choices.join(', ')}, not ${value}`, field)
}
