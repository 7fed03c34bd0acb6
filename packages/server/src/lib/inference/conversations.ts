import type { ChatMessage } from '@mira/engine'
import { ApiError } from '../api-error.ts'
import type { Call, ServerContext } from '../context.ts'

/** A response to keep for those that go on from it. */
export interface KeptResponse {
  readonly id: string
  /** JSON of the response as it was sent. */
  readonly body: string
  /** All that was said up to and with this response, without instructions. */
  readonly conversation: readonly ChatMessage[]
}

/**
 * The conversation that a new response goes on from, with what is new.
 *
 * @throws {ApiError} 400 when the key has no such response, 422 when there are too many messages.
 */
export async function continueConversation(
  { store, limits }: Pick<ServerContext, 'limits' | 'store'>,
  { principal }: Call,
  previousId: string | undefined,
  added: readonly ChatMessage[],
): Promise<readonly ChatMessage[]> {
  const previous = previousId === undefined ? undefined : await store.responses.find(previousId, principal.keyId)
  if (previousId !== undefined && previous === undefined) {
    const detail = `previous_response_id: response ${JSON.stringify(previousId)} was not found`
    throw new ApiError(400, detail, { code: 'previous_response_not_found' })
  }
  const earlier = previous === undefined ? [] : (JSON.parse(previous.conversation) as ChatMessage[])
  const conversation = [...earlier, ...added]
  if (conversation.length > limits.maxMessages) {
    throw new ApiError(
      422,
      `input: the conversation has ${conversation.length} messages, at most ${limits.maxMessages}`,
    )
  }
  return conversation
}

/** Keeps a response for its key. */
export async function keepResponse(
  { store, now }: Pick<ServerContext, 'now' | 'store'>,
  call: Call,
  kept: KeptResponse,
): Promise<void> {
  const { id, body, conversation } = kept
  const { keyId } = call.principal
  await store.responses.add({ id, keyId, body, conversation: JSON.stringify(conversation), createdAt: now() })
}
