import type { ChatEngine, ChatMessage } from '@mira/engine'
import { expectAnswer } from '../billing/expect-answer.ts'
import { createUsageRecorder, type UsageRecorder } from '../billing/usage-recorder.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import { engineOptionsOf } from './engine-options.ts'
import { type AnswerRequest, type ChoiceEvent, generateChoices, listConversations } from './generate-choices.ts'
import { inlineImages } from './inline-images.ts'
import { isClientDisconnected } from './is-client-disconnected.ts'
import { rejectBlockedText } from './moderation.ts'

/** Answer that is being generated. */
export interface Generation {
  /** Id of the model that answers; the request may use an alias. */
  readonly model: string
  /** Identifies the engine: its name, with `@` and its version if it has one. */
  readonly fingerprint: string
  readonly events: AsyncIterable<ChoiceEvent>
  /** Stops the generation when the consumer stops reading. Idempotent. */
  close(): Promise<void>
}

/** Components that a generation requires. */
export type GenerationContext = Pick<
  ServerContext,
  | 'admission'
  | 'catalog'
  | 'chatModerator'
  | 'engines'
  | 'logger'
  | 'now'
  | 'pendingWork'
  | 'imageReader'
  | 'usageWriter'
  | 'store'
>

/** Maximum wait for the first event, in milliseconds, so that an immediate failure is sent with its status. */
const maxStartMs = 2_000

/**
 * Starts generating an answer; its usage is recorded and charged when it finishes. If the client disconnects from a
 * stream, tokens generated so far are charged; a non-streaming response that is not delivered and a failed one are
 * free.
 *
 * @throws {ApiError} 400 for an unknown model or an invalid image, 402, 403 or 429 when the plan's limits are exceeded,
 * 422 for blocked text, and any engine failure within two seconds; later failures are thrown by the iteration.
 */
export async function startGeneration(
  context: GenerationContext,
  call: Call,
  asked: AnswerRequest,
): Promise<Generation> {
  const { events, ...generation } = await openGeneration(context, call, asked)
  // A response that is not streamed is sent with its status anyway.
  return { ...generation, events: call.isStream ? await waitForStart(events) : events }
}

/**
 * Like {@link startGeneration}, but without waiting for the engine: all its failures are thrown by the iteration.
 *
 * @throws {ApiError} 400, 402, 403, 422 or 429.
 */
export async function openGeneration(
  context: GenerationContext,
  call: Call,
  asked: AnswerRequest,
): Promise<Generation & { readonly events: AsyncGenerator<ChoiceEvent> }> {
  const engine = await context.engines.chat.get()
  const model = await context.catalog.findChatModel(asked.model)
  const request = { ...asked, model: model.id }
  const admitted = await context.admission.admit(call, { expected: expectAnswer(request, model), isExact: false })
  const messages = await prepare(context, call, request).catch(async (error: unknown) => {
    await admitted.release()
    throw error
  })
  const maxTokens = Math.min(request.maxTokens ?? model.maxOutputTokens, model.maxOutputTokens)
  const recorder = createUsageRecorder(context, call, { engine, request, admitted })
  context.pendingWork.add(recorder.ended)
  const events = generate(call, { engine, request: { ...request, messages, maxTokens }, recorder })
  const close = async () => {
    await events.return(undefined)
  }
  return { model: model.id, fingerprint: fingerprintOf(engine), events, close }
}

/** Moderates the conversations, and fetches the images of the first: the others are texts. */
async function prepare(
  context: Pick<ServerContext, 'chatModerator' | 'imageReader'>,
  call: Call,
  request: AnswerRequest,
): Promise<readonly ChatMessage[]> {
  const texts = listConversations(request).flatMap(listUserTexts)
  await rejectBlockedText(context.chatModerator, texts, engineOptionsOf(call))
  return inlineImages(context, request.messages, call.signal)
}

interface RecordedGeneration {
  readonly engine: ChatEngine
  readonly request: AnswerRequest
  readonly recorder: UsageRecorder
}

async function* generate(call: Call, { engine, request, recorder }: RecordedGeneration): AsyncGenerator<ChoiceEvent> {
  let outcome: 'cancelled' | 'error' = 'cancelled'
  try {
    for await (const event of generateChoices(engine, request, engineOptionsOf(call))) {
      if (event.type !== 'choice_end') await recorder.record(event)
      yield event
    }
    outcome = 'error'
  } catch (error) {
    if (!isClientDisconnected(call.signal)) outcome = 'error'
    throw error
  } finally {
    await recorder.abort(outcome)
    await recorder.end()
  }
}

/** Waits for the first event, but no longer than {@link maxStartMs}. */
async function waitForStart<Event>(events: AsyncGenerator<Event>): Promise<AsyncGenerator<Event>> {
  const first = events.next()
  const { promise: timeout, stop } = timer(maxStartMs)
  try {
    await Promise.race([first, timeout])
  } finally {
    stop()
  }
  // A later rejection surfaces in the iteration.
  first.catch(() => undefined)
  return resume(first, events)
}

async function* resume<Event>(
  first: Promise<IteratorResult<Event>>,
  rest: AsyncGenerator<Event>,
): AsyncGenerator<Event> {
  try {
    const result = await first
    if (result.done === true) return
    yield result.value
    yield* rest
  } finally {
    await rest.return(undefined)
  }
}

function timer(ms: number): { promise: Promise<void>; stop: () => void } {
  let handle: NodeJS.Timeout | undefined
  const promise = new Promise<void>((resolve) => {
    handle = setTimeout(resolve, ms)
  })
  return { promise, stop: () => clearTimeout(handle) }
}

function fingerprintOf({ info }: ChatEngine): string {
  return info.version === undefined ? info.name : `${info.name}@${info.version}`
}

function listUserTexts(messages: readonly ChatMessage[]): string[] {
  return messages.flatMap(({ role, content }) => {
    if (role !== 'user' || content === null) return []
    if (typeof content === 'string') return [content]
    return content.flatMap((part) => (part.type === 'text' ? [part.text] : []))
  })
}
