import { readFile } from 'node:fs/promises'
import { EngineInputError, type Transcript, type TranscriptionEngine } from '@mira/engine'
import { baseLanguage } from '@mira/engine/internal'
import { ApiError } from '../api-error.ts'
import { runMetered } from '../billing/run-metered.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import type { SpooledFile } from '../media/spooled-form.ts'
import { engineOptionsOf } from './engine-options.ts'

const model = 'mira-transcribe'

/** Files of up to this size, in bytes, contain no audio. */
const emptyBytes = 500

/** Larger files are decoded from disk, which requires ffmpeg: the embedded decoders load the whole file into memory. */
const maxBytesInMemory = 128 * 1024 * 1024

const decodedRate = 16_000

/** Lowest byte rate of speech in a file, that of Opus at 4 kbit/s. */
const minBytesPerSecond = 500

/** Recording to transcribe. */
export interface TranscribeRequest {
  readonly model: string | undefined
  readonly file: SpooledFile
  readonly language: string | undefined
  readonly words: boolean
  /** Whether the result is of no use without words. */
  readonly needsWords?: boolean | undefined
  /** Language of the result, as a BCP 47 tag. A recording in another language is rejected. Defaults to any. */
  readonly into?: string | undefined
}

/**
 * Transcribes a recording; records and charges the usage by its duration.
 *
 * @throws {ApiError} 400 for a file without audio, in a language that would have to be translated, or for words that the
 * model cannot time, 402, 403 or 429 when the plan's limits are exceeded, 413 for a large file when ffmpeg is missing.
 * @throws {EngineInputError} for an unsupported file or language, `too_long` for more than `maxAudioSeconds`.
 */
export async function transcribe(
  context: Pick<
    ServerContext,
    | 'admission'
    | 'audioDecoder'
    | 'catalog'
    | 'engines'
    | 'ffmpeg'
    | 'limits'
    | 'now'
    | 'pendingWork'
    | 'usageWriter'
    | 'store'
  >,
  call: Call,
  request: TranscribeRequest,
): Promise<Transcript> {
  context.catalog.checkName('transcription', model, request.model)
  const { file, words, into } = request
  if (file.bytes <= emptyBytes)
    throw new ApiError(
      400,
      `${file.field}: the file contains no audio (${file.bytes} bytes); send a recording, such as a WAV or MP3 file`,
    )
  const work = async () => {
    const engine = await context.engines.transcription.get()
    if (request.needsWords === true && engine.hasWords === false) rejectWords()
    const language = into === undefined ? request.language : chooseLanguage(engine, request.language, into)
    const samples = await decode(context, file, call)
    const result = await engine.transcribe(samples, { ...engineOptionsOf(call), language, words })
    if (into !== undefined && baseLanguage(result.language) !== into) rejectTranslation(result.language, into)
    const durationMs = Math.round((samples.length / decodedRate) * 1_000)
    return { result, consumed: { inputTokens: 0, outputTokens: 0, durationMs } }
  }
  // The duration is known when the file is decoded; until then, it is bounded by the lowest bit rate in use.
  const maxSeconds = Math.min(context.limits.maxAudioSeconds, file.bytes / minBytesPerSecond)
  const expected = { model, inputTokens: 0, outputTokens: 0, durationMs: maxSeconds * 1_000 }
  return runMetered(context, call, { expected, isExact: false, work })
}

/**
 * Chooses the language to recognize, if the result must be in another one than the recording may be: no engine translates.
 * An engine of several languages detects it.
 */
function chooseLanguage(
  { languages }: Pick<TranscriptionEngine, 'languages'>,
  named: string | undefined,
  into: string,
): string | undefined {
  if (named !== undefined && baseLanguage(named) !== into) rejectTranslation(named, into)
  if (languages.every((tag) => baseLanguage(tag) !== into)) rejectTranslation(languages.join(', '), into)
  return named ?? (languages.length === 1 ? languages[0] : undefined)
}

function rejectWords(): never {
  const detail = 'timestamp_granularities: the model gives no times of words; only segments are available'
  throw new ApiError(400, detail, { param: 'timestamp_granularities' })
}

function rejectTranslation(from: string, into: string): never {
  const detail = `language: the engine does not translate (${from} to ${into}); only recordings in ${into} are accepted`
  throw new ApiError(400, detail, { param: 'language' })
}

/** Decodes a file; falls back to ffmpeg, if installed, when the embedded decoders cannot read it. */
async function decode(
  context: Pick<ServerContext, 'audioDecoder' | 'ffmpeg' | 'limits'>,
  file: SpooledFile,
  call: Call,
): Promise<Int16Array> {
  const { ffmpeg, audioDecoder, limits } = context
  const options = { ...engineOptionsOf(call), maxDurationSeconds: limits.maxAudioSeconds }
  if (file.bytes > maxBytesInMemory) {
    if (await ffmpeg.isPresent()) return ffmpeg.decode(file.path, options)
    throw new ApiError(413, `${file.field}: a file larger than ${maxBytesInMemory} bytes requires ffmpeg on the server`)
  }
  try {
    return await audioDecoder.decode(await readFile(file.path), options)
  } catch (error) {
    if (!mayBeReadableByFfmpeg(error) || !(await ffmpeg.isPresent())) throw error
    return ffmpeg.decode(file.path, options)
  }
}

/** Codes of errors of the embedded decoders after which ffmpeg is tried. */
const readableByFfmpeg: ReadonlySet<string> = new Set(['unsupported_format', 'unreadable', 'empty'])

/**
 * Returns whether ffmpeg may read a file that failed: the embedded decoders are not installed, do not support the
 * format or do not skip its corruption. A file that exceeds a limit does so with any decoder, and ffmpeg has no limit of
 * memory.
 */
function mayBeReadableByFfmpeg(error: unknown): boolean {
  if (error instanceof ApiError) return error.code === 'engine_missing'
  return error instanceof EngineInputError && readableByFfmpeg.has(error.code)
}
