import type { ChatMessage } from '@mira/engine'
import { ApiError } from '../api-error.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'

/** Response to store, so that later ones can continue from it. */
export interface ConversationResponse {
  readonly id: string
  /** Response as it was sent, in JSON. */
  readonly body: string
  /** Messages up to and including this response, without instructions. */
  readonly conversation: readonly ChatMessage[]
}

/** New messages of a conversation and the response they follow. */
export interface ConversationTurn {
  /** Id of the previous response. Without it, a conversation starts. */
  readonly previousId: string | undefined
  readonly messages: readonly ChatMessage[]
}

/**
 * Returns the messages of the previous response, if any, followed by the new ones.
 *
 * @throws {ApiError} 400 when the key has no such response, 422 when the conversation has too many messages.
 */
export async function continueConversation(
  { store, limits }: Pick<ServerContext, 'limits' | 'store'>,
  { principal }: Call,
  { previousId, messages }: ConversationTurn,
): Promise<readonly ChatMessage[]> {
  const previous = previousId === undefined ? undefined : await store.responses.find(previousId, principal.keyId)
  if (previousId !== undefined && previous === undefined) {
    const detail = `previous_response_id: response ${JSON.stringify(previousId)} was not found`
    throw new ApiError(400, detail, { code: 'previous_response_not_found' })
  }
  const earlier = previous === undefined ? [] : (JSON.parse(previous.conversation) as ChatMessage[])
  const conversation = [...earlier, ...messages]
  if (conversation.length > limits.maxMessages) {
    throw new ApiError(
      422,
      `input: the conversation has ${conversation.length} messages, which exceeds the limit of ${limits.maxMessages}`,
    )
  }
  return conversation
}

/** Stores a response for the caller's key. */
export async function storeResponse(
  { store, now }: Pick<ServerContext, 'now' | 'store'>,
  call: Call,
  response: ConversationResponse,
): Promise<void> {
  const { id, body, conversation } = response
  const { keyId } = call.principal
  await store.responses.add({ id, keyId, body, conversation: JSON.stringify(conversation), createdAt: now() })
}
