import { randomInt } from 'node:crypto'
import type { EmbeddingEngine, LongCallOptions, MusicEngine, MusicRequest } from '@mira/engine'
import { EngineInputError } from '@mira/engine'
import { createWorkerHost, type EngineWorkerOptions, type WorkerCallOptions, workerUrl } from '@mira/engine/worker'
import type { LocalSong, SongCalls, SongRequest } from './protocol.ts'

/** Maximum duration of a song, in seconds. */
const maxDurationSeconds = 240

/** Maximum length of a prompt, genre, mood or style, in characters. */
const maxTextLength = 4_000

/** Options for {@link createLocalMusicEngine}. */
export interface LocalMusicEngineOptions {
  /**
   * Embeds texts to find the genre and mood closest in meaning to a request that does not name one.
   *
   * @defaultValue None; genre and mood are then matched by words in common.
   */
  readonly embed?: EmbeddingEngine['embed'] | undefined
  /**
   * Limits of the child process.
   *
   * @defaultValue 10 minutes per song and 1.5 GiB of memory; a song of 240 s uses about 0.6 GB.
   */
  readonly worker?: EngineWorkerOptions | undefined
}

/** Music engine whose songs state how they were composed. */
export interface LocalMusicEngine extends MusicEngine {
  compose(request: MusicRequest, options?: LongCallOptions): Promise<LocalSong>
}

/**
 * Creates an engine that composes music by rules and renders it with sampled instruments, in a low-priority child
 * process started on the first call. Supports 23 genres; other descriptions are mapped to the closest one. Calls are
 * scheduled fairly between callers.
 */
export function createLocalMusicEngine({ embed, worker }: LocalMusicEngineOptions = {}): LocalMusicEngine {
  const host = createWorkerHost<SongRequest, LocalSong, never, SongCalls>({
    name: 'composer',
    url: workerUrl(import.meta.url, './worker.ts', './music-worker.js'),
    deadlineMs: 600_000,
    maxMemoryBytes: 1.5 * 2 ** 30,
    priority: 'background',
    limits: worker,
  })
  return {
    info: {
      name: 'mira-composer',
      kind: 'procedural',
      description:
        'Algorithmic composition played on sampled instruments, not a music model; given lyrics are sung by CMU Flite, plainly synthetic, and none are written; composition.differences names what was asked for and is not played',
      license: 'MIT AND Apache-2.0 AND BSD-4-Clause AND LGPL-2.0-or-later',
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
