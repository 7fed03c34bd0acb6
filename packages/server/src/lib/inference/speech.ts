import type { Speech, SpeechEngine, SpeechFormat, SpeechPiece } from '@mira/engine'
import { ApiError } from '../api-error.ts'
import { recordUsage } from '../billing/usage.ts'
import type { Call, ServerContext } from '../context.ts'
import { type FfmpegFormat, ffmpegMediaType } from '../media/ffmpeg.ts'
import type { UsageOutcome } from '../store/store.ts'
import { findModel } from './catalogue.ts'
import { engineOptionsOf } from './engine-options.ts'
import { hasLeft } from './has-left.ts'
import { refuseBlockedPrompt } from './moderation.ts'

const model = 'mira-voice'

/** A text to say. */
export interface SpeakRequest {
  readonly model: string | undefined
  readonly text: string
  readonly voice: string
  readonly format: SpeechFormat | FfmpegFormat
  readonly speed: number | undefined
  readonly language: string | undefined
}

/** Speech that has begun. */
export interface StartedSpeech {
  readonly mediaType: string
  /** The file as it is made. */
  readonly audio: AsyncGenerator<Uint8Array>
}

/**
 * Begins to speak; the first sound is there when it returns. What was spoken is recorded and charged by the character
 * as it ends; of a speech whose caller leaves, what was made until then, of one that fails, nothing.
 *
 * @throws {ApiError} 400 for a format that cannot be written here or a text that is blocked, 402, 403 or 429 beyond the
 * plan.
 * @throws {EngineInputError} for a text, voice, language or speed that the engine cannot take.
 */
export async function startSpeech(
  context: Pick<
    ServerContext,
    'admission' | 'engines' | 'ffmpeg' | 'logger' | 'moderator' | 'now' | 'pendingWork' | 'prices' | 'store'
  >,
  call: Call,
  request: SpeakRequest,
): Promise<StartedSpeech> {
  findModel([{ id: model }], request.model ?? model)
  const engine = await context.engines.speech.get()
  await checkFormat(context, request.format)
  const admitted = await context.admission.admit(call, model)
  try {
    await refuseBlockedPrompt(context, [request.text], engineOptionsOf(call))
    const { speech, mediaType, encode } = synthesize(context, call, engine, request)
    const pieces = account(context, call, speech, admitted)
    return { mediaType, audio: await awaitFirst(encode(pieces)) }
  } catch (error) {
    await admitted.end()
    throw error
  }
}

async function checkFormat({ ffmpeg }: Pick<ServerContext, 'ffmpeg'>, format: SpeakRequest['format']): Promise<void> {
  if (isBuiltIn(format) || (await ffmpeg.isPresent())) return
  throw new ApiError(400, `response_format: ${format} needs ffmpeg on the server; available here are mp3, wav and pcm`)
}

function isBuiltIn(format: SpeakRequest['format']): format is SpeechFormat {
  return format === 'mp3' || format === 'wav' || format === 'pcm'
}

/** A format that the engine does not write is made by ffmpeg of its samples. */
function synthesize(
  { ffmpeg }: Pick<ServerContext, 'ffmpeg'>,
  call: Call,
  engine: SpeechEngine,
  { format, ...request }: SpeakRequest,
) {
  if (isBuiltIn(format)) {
    const speech = engine.synthesize({ ...request, format }, engineOptionsOf(call))
    const { mediaType } = speech
    return { speech, mediaType, encode: (audio: AsyncGenerator<Uint8Array>) => audio }
  }
  const speech = engine.synthesize({ ...request, format: 'pcm' }, engineOptionsOf(call))
  const { sampleRate } = speech
  const encode = (samples: AsyncGenerator<Uint8Array>) =>
    ffmpeg.encode(samples, { format, sampleRate, signal: call.signal })
  return { speech, mediaType: ffmpegMediaType(format), encode }
}

/** Passes the sound on and settles, once, how much of the text it was. */
async function* account(
  context: Pick<ServerContext, 'logger' | 'now' | 'pendingWork' | 'prices' | 'store'>,
  call: Call,
  speech: Speech,
  admitted: { readonly isCharged: boolean; end(): Promise<void> },
): AsyncGenerator<Uint8Array> {
  let characters = 0
  let outcome: UsageOutcome = 'cancelled'
  try {
    for await (const { audio, text } of speech as AsyncIterable<SpeechPiece>) {
      characters += [...text].length
      yield audio
    }
    outcome = 'completed'
  } catch (error) {
    if (!hasLeft(call.signal)) outcome = 'error'
    throw error
  } finally {
    const consumed = { model, inputTokens: 0, outputTokens: 0, characters }
    const isCharged = admitted.isCharged && outcome !== 'error'
    const settled = recordUsage(context, call, consumed, { outcome, isCharged })
      .catch((err: unknown) => {
        context.logger.error({ requestId: call.requestId, err }, 'usage of a speech was not recorded')
      })
      .finally(() => admitted.end())
    context.pendingWork.add(settled)
    await settled
  }
}

/** Waits for the first sound, so that a request that fails at once is answered with its status. */
async function awaitFirst(audio: AsyncGenerator<Uint8Array>): Promise<AsyncGenerator<Uint8Array>> {
  const first = await audio.next()
  async function* resume(): AsyncGenerator<Uint8Array> {
    try {
      if (first.done === true) return
      yield first.value
      yield* audio
    } finally {
      await audio.return(undefined)
    }
  }
  return resume()
}
