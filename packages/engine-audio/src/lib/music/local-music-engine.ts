import { randomInt } from 'node:crypto'
import type { EmbeddingEngine, MusicEngine, MusicRequest } from '@mira/engine'
import { EngineInputError } from '@mira/engine'
import { createWorkerHost, type EngineWorkerOptions, type WorkerCallOptions, workerUrl } from '@mira/engine/worker'
import type { SongCalls, SongRequest, SongResult } from './protocol.ts'

/** Seconds a song may last. */
const maxDurationSeconds = 240

/** Characters of a prompt, a genre, a mood or a style. */
const maxTextLength = 4_000

/** Options for {@link createLocalMusicEngine}. */
export interface LocalMusicEngineOptions {
  /**
   * Embeds texts, to find the genre and mood nearest in meaning to a request that names none.
   *
   * @defaultValue Words in common decide.
   */
  readonly embed?: EmbeddingEngine['embed'] | undefined
  /**
   * Limits of the child process.
   *
   * @defaultValue 10 minutes a song, and 1.5 GiB of memory: one of 240 s takes some 0.6 GB.
   */
  readonly worker?: EngineWorkerOptions | undefined
}

/**
 * Creates an engine that composes music by rules and plays it on sampled instruments, in a child process of low priority
 * started at the first call: 23 genres, and any other words taken for the nearest of them. Callers take turns.
 */
export function createLocalMusicEngine({ embed, worker }: LocalMusicEngineOptions = {}): MusicEngine {
  const host = createWorkerHost<SongRequest, SongResult, never, SongCalls>({
    name: 'composer',
    url: workerUrl(import.meta.url, './worker.ts', './music-worker.js'),
    deadlineMs: 600_000,
    maxMemoryBytes: 1.5 * 2 ** 30,
    priority: 'background',
    ...worker,
  })
  return {
    info: {
      name: 'mira-composer',
      kind: 'procedural',
      description:
        'Algorithmic composition played on sampled instruments, not a music model; words are sung by CMU Flite, plainly synthetic',
      licence: 'MIT AND Apache-2.0 AND BSD-4-Clause AND LGPL-2.0-or-later',
    },
    async compose(request, { signal, caller, onProgress } = {}) {
      checkRequest(request)
      const task = { ...request, seed: request.seed ?? randomInt(2 ** 31), hasEmbed: embed !== undefined }
      const calls = embed && {
        embed: (texts: readonly string[], options: WorkerCallOptions) => embed(texts, { ...options, caller }),
      }
      return host.run(task, { signal, caller, onProgress, calls })
    },
    close: () => host.close(),
  }
}

function checkRequest({ durationSeconds, prompt, genre, mood, style, format, seed }: MusicRequest): void {
  if (!(durationSeconds >= 1 && durationSeconds <= maxDurationSeconds))
    throw new EngineInputError(
      `durationSeconds must be from 1 to ${maxDurationSeconds}, not ${durationSeconds}`,
      'durationSeconds',
    )
  for (const [field, text] of Object.entries({ prompt, genre, mood, style })) {
    if (text && text.length > maxTextLength)
      throw new EngineInputError(`${field} must have at most ${maxTextLength} characters, not ${text.length}`, field, {
        code: 'too_long',
      })
  }
  if (format !== 'mp3' && format !== 'wav')
    throw new EngineInputError(`format must be mp3 or wav, not ${format}`, 'format')
  if (seed !== undefined && !Number.isSafeInteger(seed))
    throw new EngineInputError(`seed must be a whole number, not ${seed}`, 'seed')
}
