import type { Speech, SpeechEngine, SpeechFormat, SpeechPiece } from '@mira/engine'
import { ApiError } from '../api-error.ts'
import type { Admitted } from '../billing/admission.ts'
import { recordUsage } from '../billing/usage.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import { type FfmpegFormat, ffmpegMediaType } from '../media/ffmpeg.ts'
import type { UsageOutcome } from '../store/store.ts'
import { engineOptionsOf } from './engine-options.ts'
import { isClientDisconnected } from './is-client-disconnected.ts'
import { rejectBlockedPrompt } from './moderation.ts'
import { resolveVoice } from './voice-names.ts'

const model = 'mira-voice'

/** Text to synthesize. */
export interface SpeakRequest {
  readonly model: string | undefined
  readonly text: string
  readonly voice: string
  readonly format: SpeechFormat | FfmpegFormat
  readonly speed: number | undefined
  readonly language: string | undefined
}

/** Speech synthesis that has started. */
export interface StartedSpeech {
  readonly mediaType: string
  /** Stream of the encoded file. */
  readonly audio: AsyncGenerator<Uint8Array>
  /** Number of characters spoken so far. */
  readonly spoken: { readonly characters: number }
}

/**
 * Starts speech synthesis and resolves once the first audio is available. Usage is recorded and charged by the
 * character at the end. If the client disconnects, the audio generated so far is charged; a failed synthesis is free.
 *
 * @throws {ApiError} 400 for an unavailable format or blocked text, 402, 403 or 429 when the plan's limits are
 * exceeded.
 * @throws {EngineInputError} for a text, voice, language or speed that the engine does not support.
 */
export async function startSpeech(
  context: Pick<
    ServerContext,
    | 'admission'
    | 'catalog'
    | 'engines'
    | 'ffmpeg'
    | 'logger'
    | 'moderator'
    | 'now'
    | 'pendingWork'
    | 'usageWriter'
    | 'store'
  >,
  call: Call,
  asked: SpeakRequest,
): Promise<StartedSpeech> {
  context.catalog.checkName('speech', model, asked.model)
  const engine = await context.engines.speech.get()
  const request = { ...asked, voice: resolveVoice(engine, asked.voice, asked.language) }
  await checkFormat(context, request.format)
  const admitted = await context.admission.admit(call, {
    expected: { model, inputTokens: 0, outputTokens: 0, characters: [...request.text].length },
    isExact: true,
  })
  try {
    await rejectBlockedPrompt(context, [request.text], engineOptionsOf(call))
    const { speech, mediaType, encode } = synthesize({ ...context, engine }, call, request)
    const spoken = { characters: 0 }
    const audio = meter(context, call, { speech, admitted, spoken })
    return { mediaType, audio: await waitForFirst(encode(audio)), spoken }
  } catch (error) {
    await admitted.release()
    throw error
  }
}

async function checkFormat({ ffmpeg }: Pick<ServerContext, 'ffmpeg'>, format: SpeakRequest['format']): Promise<void> {
  if (isBuiltIn(format) || (await ffmpeg.isPresent())) return
  throw new ApiError(
    400,
    `response_format: ${format} requires ffmpeg on the server; available without it: mp3, wav and pcm`,
  )
}

function isBuiltIn(format: SpeakRequest['format']): format is SpeechFormat {
  return format === 'mp3' || format === 'wav' || format === 'pcm'
}

/** Starts the engine; formats that it does not support are encoded by ffmpeg from PCM samples. */
function synthesize(
  { ffmpeg, engine }: Pick<ServerContext, 'ffmpeg'> & { readonly engine: SpeechEngine },
  call: Call,
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

interface MeteredSpeech {
  readonly speech: Speech
  readonly admitted: Admitted
  readonly spoken: { characters: number }
}

/** Forwards the audio and records, once, the number of characters spoken. */
async function* meter(
  context: Pick<ServerContext, 'logger' | 'now' | 'pendingWork' | 'usageWriter' | 'store'>,
  call: Call,
  { speech, admitted, spoken }: MeteredSpeech,
): AsyncGenerator<Uint8Array> {
  let outcome: UsageOutcome = 'cancelled'
  try {
    for await (const { audio, text } of speech as AsyncIterable<SpeechPiece>) {
      spoken.characters += [...text].length
      yield audio
    }
    outcome = 'completed'
  } catch (error) {
    if (!isClientDisconnected(call.signal)) outcome = 'error'
    throw error
  } finally {
    const consumed = { model, inputTokens: 0, outputTokens: 0, ...spoken }
    const isCharged = admitted.isCharged && outcome !== 'error'
    const settled = recordUsage(context, call, { consumed, outcome, isCharged })
      .catch((err: unknown) => {
        context.logger.error({ requestId: call.requestId, err }, 'failed to record the usage of a speech request')
      })
      .finally(() => admitted.release())
    context.pendingWork.add(settled)
    await settled
  }
}

/**
 * Waits for the first audio, so that an immediate failure is sent with its status. The rest is released even if it is
 * never read.
 */
async function waitForFirst(audio: AsyncGenerator<Uint8Array>): Promise<AsyncGenerator<Uint8Array>> {
  const first = await audio.next()
  async function* resume(): AsyncGenerator<Uint8Array> {
    try {
      yield new Uint8Array()
      if (first.done === true) return
      yield first.value
      yield* audio
    } finally {
      await audio.return(undefined)
    }
  }
  const rest = resume()
  // A generator that has not started would not run its end.
  await rest.next()
  return rest
}
