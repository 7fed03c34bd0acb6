import { randomInt } from 'node:crypto'
import type { EmbeddingEngine, MusicEngine, MusicRequest } from '@mira/engine'
import { EngineInputError } from '@mira/engine'
import { EngineThread, workerUrl } from '@mira/engine/internal'
import { chooseStyle } from './brief/choose-style.ts'
import type { SongResult, SongTask } from './protocol.ts'
import { checkLyrics } from './voice/lyrics.ts'

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
}

/**
 * Creates an engine that composes music by rules and plays it on sampled instruments, in a worker thread started at the
 * first call: 23 genres, and any other words taken for the nearest of them.
 */
export function createLocalMusicEngine({ embed }: LocalMusicEngineOptions = {}): MusicEngine {
  const url = workerUrl(import.meta.url, './worker.ts', './music-worker.js')
  const thread = new EngineThread<SongTask, SongResult>({ name: 'composer', url, isStoppedByAbort: true })
  return {
    info: {
      name: 'mira-composer',
      kind: 'procedural',
      description:
        'Algorithmic composition played on sampled instruments, not a music model; words are sung by CMU Flite, plainly synthetic',
      licence: 'MIT AND Apache-2.0 AND BSD-4-Clause AND LGPL-2.0-or-later',
    },
    async compose(request, options = {}) {
      checkRequest(request)
      const { signal } = options
      signal?.throwIfAborted()
      const style = await chooseStyle(request, embed && ((texts) => embed(texts, { signal })))
      return thread.run({ ...request, ...style, seed: request.seed ?? randomInt(2 ** 31) }, options)
    },
    close: () => thread.close(),
  }
}

function checkRequest({
  durationSeconds,
  prompt,
  genre,
  mood,
  style,
  lyrics,
  isInstrumental,
  format,
  seed,
}: MusicRequest): void {
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
  if (!isInstrumental && lyrics?.trim()) checkLyrics(lyrics)
}
