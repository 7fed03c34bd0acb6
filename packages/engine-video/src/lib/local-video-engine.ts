import { randomInt } from 'node:crypto'
import type { Clip, VideoEngine, VideoRequest } from '@mira/engine'
import { EngineInputError } from '@mira/engine'
import { EngineThread, workerUrl } from '@mira/engine/internal'
import type { ClipResult, ClipTask } from './protocol.ts'

/** Longest prompt read, in characters. */
const maxPromptLength = 4_000

/**
 * Short films drawn and encoded in a worker thread: an animated scene of the prompt, or camera moves over a picture.
 *
 * Nothing is loaded before the first call. One clip is made at a time; an abort ends the work at once.
 */
export function createLocalVideoEngine(): VideoEngine {
  const url = workerUrl(import.meta.url, './worker.ts', './video-worker.js')
  const thread = new EngineThread<ClipTask, ClipResult>({ name: 'video studio', url, isStoppedByAbort: true })
  return {
    info: {
      name: 'mira-animator',
      kind: 'procedural',
      description: 'Animated vector scene or camera motion over the first frame; no video model',
      licence: 'MIT',
    },
    async animate(request, { signal, onProgress } = {}): Promise<Clip> {
      checkRequest(request)
      return thread.run({ ...request, seed: request.seed ?? randomInt(2 ** 32) }, { signal, onProgress })
    },
    close: () => thread.close(),
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
