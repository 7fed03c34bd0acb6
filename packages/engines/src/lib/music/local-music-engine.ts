import { randomInt } from 'node:crypto'
import type { EmbeddingEngine } from '../embedding-engine.ts'
import { EngineInputError } from '../engine.ts'
import { type EncoderLease, leaseEncoder } from '../sentence-encoder/shared-encoder.ts'
import { EngineThread, workerUrl } from '../thread/engine-thread.ts'
import { chooseStyle, type Embed } from './brief/choose-style.ts'
import type { MusicEngine, MusicRequest } from './music-engine.ts'
import type { SongResult, SongTask } from './protocol.ts'
import { checkLyrics } from './voice/lyrics.ts'

/** Seconds a song may last. */
const maxDurationSeconds = 240

/** Characters of a prompt, a genre, a mood or a style. */
const maxTextLength = 4_000

/** Options for {@link createLocalMusicEngine}. */
export interface LocalMusicEngineOptions {
  /**
   * Finds the genre and mood nearest in meaning to a request that names none. `false` compares words instead.
   *
   * @defaultValue The sentence encoder that chat and embeddings share.
   */
  readonly embed?: EmbeddingEngine['embed'] | false | undefined
}

/**
 * Creates an engine that composes music by rules and plays it on sampled instruments, in a worker thread started at the
 * first call: 23 genres, and any other words taken for the nearest of them.
 */
export function createLocalMusicEngine({ embed }: LocalMusicEngineOptions = {}): MusicEngine {
  const url = workerUrl(import.meta.url, './worker.ts', './music-worker.js')
  const thread = new EngineThread<SongTask, SongResult>({ name: 'composer', url, isStoppedByAbort: true })
  const shared = embed === undefined ? new SharedEncoder() : undefined
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
      const ownEmbed: Embed | undefined = embed ? (texts) => embed(texts, { signal }) : undefined
      const style = await chooseStyle(request, shared ? (texts) => shared.embed(texts, signal) : ownEmbed)
      return thread.run({ ...request, ...style, seed: request.seed ?? randomInt(2 ** 31) }, options)
    },
    async close() {
      await Promise.all([thread.close(), shared?.release()])
    },
  }
}

/** The encoder of the process, leased at the first text. */
class SharedEncoder {
  #lease: EncoderLease | undefined

  embed(texts: readonly string[], signal: AbortSignal | undefined): ReturnType<Embed> {
    this.#lease ??= leaseEncoder()
    return this.#lease.encoder.encode(texts, signal)
  }

  async release(): Promise<void> {
    await this.#lease?.release()
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
