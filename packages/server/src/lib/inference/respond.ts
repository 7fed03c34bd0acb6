import type { ChatMessage, ChatRequest } from '@mira/engine'
import { ApiError } from '../api-error.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import { isUnfinished, newResponse, type ResponseEvent } from '../wire/response.ts'
import {
  type ResponseRequestBody,
  toMessages,
  toResponseChatRequest,
  type WholeItem,
} from '../wire/response-request.ts'
import { ResponseWriter } from '../wire/response-writer.ts'
import { continueConversation, storeResponse } from './conversations.ts'
import { type Generation, type GenerationContext, startGeneration } from './generation.ts'
import { resolveReferences } from './item-references.ts'

/** Components that a response requires. */
export type ResponseContext = GenerationContext & Pick<ServerContext, 'limits'>

/** Request for a response, with everything that it refers to. */
export interface PreparedResponse {
  readonly input: string | readonly WholeItem[]
  /** Messages of the previous response, followed by the input. */
  readonly conversation: readonly ChatMessage[]
  readonly request: ChatRequest
}

/** Response in progress; reading its events to the end completes and stores it. */
export interface RespondingCall {
  readonly writer: ResponseWriter
  readonly events: AsyncIterable<ResponseEvent>
  close(): Promise<void>
}

/**
 * Resolves what a request refers to.
 *
 * @throws {ApiError} 400 for an unknown item or response, 422 for a conversation that is too long.
 */
export async function prepareResponse(
  context: Pick<ServerContext, 'limits' | 'store'>,
  call: Call,
  body: ResponseRequestBody,
): Promise<PreparedResponse> {
  const previousId = body.previous_response_id ?? undefined
  const input = await resolveReferences(context, call, body.input)
  const conversation = await continueConversation(context, call, { previousId, messages: toMessages(input) })
  return { input, conversation, request: toResponseChatRequest(body, conversation) }
}

/**
 * Starts a response, which ends when its caller disconnects.
 *
 * @throws {ApiError} like {@link prepareResponse} and `startGeneration`.
 */
export async function respond(
  context: ResponseContext,
  call: Call,
  body: ResponseRequestBody,
): Promise<RespondingCall> {
  const { input, conversation, request } = await prepareResponse(context, call, body)
  const generation = await startGeneration(context, call, request)
  const writer = new ResponseWriter(newResponse(body, generation, context.now()), context.now)
  const settle = async () => {
    if (body.store !== false) await storeResponse(context, call, { response: writer.response, input, conversation })
  }
  return { writer, events: writeEvents(writer, generation, settle), close: generation.close }
}

/**
 * Writes the events of a response as they are generated.
 *
 * @param settle - Called when the response is final, before the last event: clients may continue from it immediately.
 * @throws Any failure of the engine, which the writer does not contain yet.
 */
export async function* writeEvents(
  writer: ResponseWriter,
  { events }: Pick<Generation, 'events'>,
  settle: () => Promise<void>,
): AsyncGenerator<ResponseEvent> {
  yield* writer.start()
  for await (const event of events) {
    // Only several choices have it.
    if (event.type === 'choice_end') continue
    const responseEvents = writer.write(event)
    if (event.type === 'finish') await settle()
    yield* responseEvents
  }
  if (isUnfinished(writer.response)) throw new ApiError(502, 'The engine ended the stream without a finish event')
}
