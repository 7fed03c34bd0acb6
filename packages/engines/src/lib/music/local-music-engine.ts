import { randomInt } from 'node:crypto'
import { EngineInputError } from '../engine.ts'
import { type EncoderLease, leaseEncoder } from '../sentence-encoder/shared-encoder.ts'
import { EngineThread, workerUrl } from '../thread/engine-thread.ts'
import { chooseStyle } from './brief/choose-style.ts'
import type { MusicEngine, MusicRequest } from './music-engine.ts'
import type { SongResult, SongTask } from './protocol.ts'
import { checkLyrics } from './voice/lyrics.ts'

/** Seconds a song may last. */
const maxDurationSeconds = 240

/** Characters of a prompt, a genre, a mood or a style. */
const maxTextLength = 4_000

/**
 * Music composed by rules and sounded by synthesis, in a worker thread started at the first call: 23 genres, and any
 * other words taken for the nearest of them in meaning.
 */
export function createLocalMusicEngine(): MusicEngine {
  const url = workerUrl(import.meta.url, './worker.ts', './music-worker.js')
  const thread = new EngineThread<SongTask, SongResult>({ name: 'composer', url, isStoppedByAbort: true })
  let lease: EncoderLease | undefined
  return {
    info: {
      name: 'mira-composer',
      kind: 'procedural',
      description:
        'Algorithmic composition and synthesis, not a music model; words are sung by CMU Flite, plainly synthetic',
      licence: 'MIT AND BSD-4-Clause AND LGPL-2.0-or-later',
    },
    async compose(request, options = {}) {
      checkRequest(request)
      options.signal?.throwIfAborted()
      const encode = (texts: readonly string[]) => {
        lease ??= leaseEncoder()
        return lease.encoder.encode(texts, options.signal)
      }
      const style = await chooseStyle(request, encode)
      return thread.run({ ...request, ...style, seed: request.seed ?? randomInt(2 ** 31) }, options)
    },
    async close() {
      await Promise.all([thread.close(), lease?.release()])
    },
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
      throw new EngineInputError(`${field} must have at most ${maxTextLength} characters, not ${text.length}`, field)
  }
  if (format !== 'mp3' && format !== 'wav')
    throw new EngineInputError(`format must be mp3 or wav, not ${format}`, 'format')
  if (seed !== undefined && !Number.isSafeInteger(seed))
    throw new EngineInputError(`seed must be a whole number, not ${seed}`, 'seed')
  if (!isInstrumental && lyrics?.trim()) checkLyrics(lyrics)
}
