import { randomInt } from 'node:crypto'
import type { LongCallOptions, VideoEngine, VideoRequest } from '@mira/engine'
import { EngineInputError } from '@mira/engine'
import { createWorkerHost, type EngineWorkerOptions, workerUrl } from '@mira/engine/worker'
import type { ClipTask, LocalClip } from './protocol.ts'

/** Options for {@link createLocalVideoEngine}. */
export interface LocalVideoEngineOptions {
  /** Limits of the child process. Defaults to 15 minutes per clip and 1.5 GiB of memory. */
  readonly worker?: EngineWorkerOptions | undefined
}

/** Maximum prompt length in characters. */
const maxPromptLength = 4_000

/** Video engine whose clips state their size, content and seed. */
export interface LocalVideoEngine extends VideoEngine {
  animate(request: VideoRequest, options?: LongCallOptions): Promise<LocalClip>
}

/**
 * Creates an engine that draws and encodes short videos: an animated scene from the prompt, or camera moves over an
 * image.
 *
 * The work runs in a low-priority child process, started on the first call. By default, clips are made one at a time.
 * An abort stops the work immediately. A call that exceeds its limits rejects with `deadline_exceeded` or
 * `memory_exceeded`.
 */
export function createLocalVideoEngine({ worker }: LocalVideoEngineOptions = {}): LocalVideoEngine {
  const host = createWorkerHost<ClipTask, LocalClip>({
    deadlineMs: 15 * 60_000,
    maxMemoryBytes: 1.5 * 2 ** 30,
    limits: worker,
    name: 'video engine',
    url: workerUrl(import.meta.url, './worker.ts', './video-worker.js'),
    priority: 'background',
  })
  return {
    info: {
      name: 'mira-animator',
      kind: 'procedural',
      description: 'Animated vector scene or camera motion over the first frame; no video model',
      license: 'MIT',
    },
    async animate(request, { signal, caller, onProgress } = {}) {
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
