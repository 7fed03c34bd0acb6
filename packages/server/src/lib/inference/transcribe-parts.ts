import { EngineInputError } from '@mira/engine'
import { ApiError, fieldError } from '../api-error.ts'
import { recordUsage } from '../billing/usage.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import type { AudioPart, UserPart } from '../wire/chat-parts.ts'
import { unsupportedAudio } from '../wire/unsupported-content.ts'
import { engineOptionsOf } from './engine-options.ts'
import { isClientDisconnected } from './is-client-disconnected.ts'

const model = 'mira-transcribe'
const decodedRate = 16_000

/** Maximum audio parts per request. */
const maxParts = 10

/** Lowest byte rate of speech in a file, that of Opus at 4 kbit/s. */
const minBytesPerSecond = 500

/** Message of which only the content matters here. */
interface Message {
  readonly role: string
  readonly content?: unknown
}

/** Messages without audio. */
export interface TranscribedMessages<Kind extends Message> {
  readonly messages: readonly Kind[]
  /** Charges the transcription together with an answer: when the answer is complete, or was delivered in part. */
  charge<Event extends { readonly type: string }>(events: AsyncIterable<Event>): AsyncIterable<Event>
}

/**
 * Replaces the audio parts of messages with their transcripts, since no chat engine hears.
 *
 * @throws {ApiError} 400 for audio that cannot be read or contains no speech, 402, 403 or 429 when the plan's limits are
 * exceeded, 422 without a transcription engine; the message names the part.
 */
export async function transcribeParts<Kind extends Message>(
  context: Pick<ServerContext, 'admission' | 'audioDecoder' | 'engines' | 'limits' | 'now' | 'usageWriter'>,
  call: Call,
  messages: readonly Kind[],
): Promise<TranscribedMessages<Kind>> {
  const parts = listAudio(messages)
  const [first] = parts
  if (first === undefined) return { messages, charge: (events) => events }
  if (context.engines.transcription.state === 'absent') {
    throw new ApiError(422, `${first.path}.type: ${unsupportedAudio}`, { param: `${first.path}.type` })
  }
  if (parts.length > maxParts) throw fieldError('messages', `expected at most ${maxParts} audio parts`)
  const seconds = parts.map(({ part }) =>
    Math.min(context.limits.maxAudioSeconds, part.input_audio.data.length / minBytesPerSecond),
  )
  const durationMs = Math.ceil(seconds.reduce((sum, each) => sum + each, 0) * 1_000)
  const expected = { model, inputTokens: 0, outputTokens: 0, durationMs }
  const admitted = await context.admission.admit(call, { expected, isExact: false })
  const heard = await transcribeAll(context, call, parts).finally(() => admitted.release())
  const texts = new Map(parts.map(({ part }, index): [UserPart, string] => [part, heard.texts[index]!]))
  const consumed = { ...expected, durationMs: heard.durationMs }
  return {
    messages: messages.map((message) => replaceAudio(message, texts)),
    charge: (events) => chargeWith(context, call, { events, consumed, isCharged: admitted.isCharged }),
  }
}

interface LocatedPart {
  readonly part: AudioPart
  /** Path of the part in the body. */
  readonly path: string
}

function listAudio(messages: readonly Message[]): LocatedPart[] {
  return messages.flatMap(({ content }, index) => {
    if (!Array.isArray(content)) return []
    return (content as UserPart[]).flatMap((part, position) =>
      part.type === 'input_audio' ? [{ part, path: `messages[${index}].content[${position}]` }] : [],
    )
  })
}

function replaceAudio<Kind extends Message>(message: Kind, texts: ReadonlyMap<UserPart, string>): Kind {
  if (!Array.isArray(message.content)) return message
  const content = (message.content as UserPart[]).map((part) => {
    const text = texts.get(part)
    return text === undefined ? part : { type: 'text', text }
  })
  return { ...message, content }
}

/** One after the other, since the decoded samples of a long recording take up much memory. */
async function transcribeAll(
  context: Pick<ServerContext, 'audioDecoder' | 'engines' | 'limits'>,
  call: Call,
  parts: readonly LocatedPart[],
): Promise<{ readonly texts: readonly string[]; readonly durationMs: number }> {
  const engine = await context.engines.transcription.get()
  const options = { ...engineOptionsOf(call), maxDurationSeconds: context.limits.maxAudioSeconds }
  const texts: string[] = []
  let samples = 0
  for (const { part, path } of parts) {
    try {
      const audio = await context.audioDecoder.decode(Buffer.from(part.input_audio.data, 'base64'), options)
      const { text } = await engine.transcribe(audio, engineOptionsOf(call))
      if (text.trim() === '') throw fieldError(path, 'no speech was recognized in the audio')
      samples += audio.length
      texts.push(text)
    } catch (error) {
      throw error instanceof EngineInputError ? fieldError(path, error.message) : error
    }
  }
  return { texts, durationMs: Math.round((samples / decodedRate) * 1_000) }
}

interface ChargedEvents<Event> {
  readonly events: AsyncIterable<Event>
  readonly consumed: {
    readonly model: string
    readonly inputTokens: number
    readonly outputTokens: number
    readonly durationMs: number
  }
  readonly isCharged: boolean
}

/** An answer that fails is free, and so is what was transcribed for it. */
async function* chargeWith<Event extends { readonly type: string }>(
  context: Pick<ServerContext, 'now' | 'usageWriter'>,
  call: Call,
  { events, consumed, isCharged }: ChargedEvents<Event>,
): AsyncGenerator<Event> {
  // The answer has its own record under the idempotency key, and ends the timeout of the request.
  const audioCall = { ...call, idempotencyClaim: undefined, commit: undefined }
  const record = (outcome: 'completed' | 'cancelled') =>
    recordUsage(context, audioCall, { consumed, outcome, isCharged })
  let isRecorded = false
  let isStarted = false
  try {
    for await (const event of events) {
      isStarted = true
      if (event.type === 'finish') {
        isRecorded = true
        await record('completed')
      }
      yield event
    }
  } finally {
    if (!isRecorded && isStarted && call.isStream && isClientDisconnected(call.signal)) await record('cancelled')
  }
}
