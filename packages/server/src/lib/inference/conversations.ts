import type { ChatMessage } from '@mira/engine'
import { ApiError, fieldError } from '../api-error.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import type { ResponseRecord } from '../store/response-records.ts'
import { toInputItems } from '../wire/input-items.ts'
import { isUnfinished, type ResponseBody } from '../wire/response.ts'
import type { WholeItem } from '../wire/response-request.ts'

/** Response to store, so that later ones can continue from it. */
export interface ConversationResponse {
  readonly response: ResponseBody
  /** Items that the request adds to the conversation. */
  readonly input: string | readonly WholeItem[]
  /** Messages up to this response, without instructions. */
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
  if (previousId !== undefined) checkPrevious(previousId, previous)
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

function checkPrevious(id: string, record: ResponseRecord | undefined): void {
  const param = 'previous_response_id'
  if (record === undefined) {
    const detail = `${param}: response ${JSON.stringify(id)} was not found`
    throw new ApiError(400, detail, { code: 'previous_response_not_found', param })
  }
  const { status } = JSON.parse(record.body) as ResponseBody
  if (status === 'completed' || status === 'incomplete') return
  const state = isUnfinished({ status }) ? 'in progress' : status
  throw fieldError(param, `response ${JSON.stringify(id)} is ${state}; only a completed one can be continued`)
}

/** Stores a response that has settled for the caller's key. */
export async function storeResponse(
  { store, now }: Pick<ServerContext, 'now' | 'store'>,
  call: Call,
  settled: ConversationResponse,
): Promise<void> {
  const { keyId } = call.principal
  await store.responses.add({ ...encodeRecord(settled), keyId, leaseExpiresAt: null, createdAt: now() })
}

/** Encodes a response for the store; the output of an unfinished one is not part of the conversation. */
export function encodeRecord({
  response,
  input,
  conversation,
}: ConversationResponse): Pick<ResponseRecord, 'id' | 'body' | 'conversation' | 'input'> {
  const messages = isUnfinished(response) ? conversation : [...conversation, toAssistantMessage(response)]
  return {
    id: response.id,
    body: JSON.stringify(response),
    conversation: JSON.stringify(messages),
    input: JSON.stringify(toInputItems(input, response.id)),
  }
}

type ContentPart = Extract<ResponseBody['output'][number], { readonly type: 'message' }>['content'][number]

function textOf(part: ContentPart): string {
  return part.type === 'refusal' ? part.refusal : part.text
}

function toAssistantMessage({ output }: ResponseBody): ChatMessage {
  const text = output.flatMap((item) => (item.type === 'message' ? item.content.map(textOf) : [])).join('')
  const toolCalls = output.flatMap((item) => {
    return item.type === 'function_call' ? [{ id: item.call_id, name: item.name, arguments: item.arguments }] : []
  })
  return toolCalls.length === 0
    ? { role: 'assistant', content: text }
    : { role: 'assistant', content: text === '' ? null : text, toolCalls }
}
