import type {
  ChatEngine,
  ChatEvent,
  ChatFinishReason,
  ChatMessage,
  ChatRequest,
  ChatUsage,
  EngineCallOptions,
} from '@mira/engine'

/** Request for one or several answers to one or several conversations. */
export interface AnswerRequest extends ChatRequest {
  /** Number of answers to each conversation. Defaults to 1. */
  readonly choices?: number | undefined
  /** Conversations to answer besides `messages`. Defaults to none. */
  readonly otherConversations?: readonly (readonly ChatMessage[])[] | undefined
}

/** End of an answer that others follow. */
export interface ChoiceEnd {
  readonly type: 'choice_end'
  readonly reason: ChatFinishReason
}

/** Event of one of several answers; `choice` is its index and defaults to 0. */
export type ChoiceEvent = (ChatEvent | ChoiceEnd) & { readonly choice?: number }

/** Lists the conversations of a request. */
export function listConversations({
  messages,
  otherConversations = [],
}: Pick<AnswerRequest, 'messages' | 'otherConversations'>): readonly (readonly ChatMessage[])[] {
  return [messages, ...otherConversations]
}

/**
 * Generates the answers to a request one after the other. Only the last one ends with `finish`, which has the usage of
 * all: a conversation counts once. With a seed, each answer to a conversation has its own.
 */
export function generateChoices(
  engine: ChatEngine,
  request: AnswerRequest,
  options: EngineCallOptions,
): AsyncIterable<ChoiceEvent> {
  const { choices = 1, otherConversations = [], ...single } = request
  // Another generator around the engine's would cost every stream a turn per event.
  if (choices === 1 && otherConversations.length === 0) return engine.generate(single, options)
  return generateSeveral(engine, { ...single, choices, conversations: listConversations(request) }, options)
}

async function* generateSeveral(
  engine: ChatEngine,
  {
    choices,
    conversations,
    ...request
  }: ChatRequest & { readonly choices: number; readonly conversations: readonly (readonly ChatMessage[])[] },
  options: EngineCallOptions,
): AsyncGenerator<ChoiceEvent> {
  let usage: ChatUsage = { promptTokens: 0, completionTokens: 0 }
  const count = choices * conversations.length
  for (let choice = 0; choice < count; choice++) {
    const messages = conversations[Math.floor(choice / choices)]!
    const repeat = choice % choices
    const seed = request.seed === undefined ? undefined : request.seed + repeat
    for await (const event of engine.generate({ ...request, messages, seed }, options)) {
      if (event.type !== 'finish') yield choice === 0 ? event : { ...event, choice }
      else {
        usage = addUsage(usage, event.usage, repeat === 0)
        const isLast = choice === count - 1
        yield isLast ? { ...event, usage, choice } : { type: 'choice_end', reason: event.reason, choice }
      }
    }
  }
}

function addUsage(sum: ChatUsage, usage: ChatUsage, countsPrompt: boolean): ChatUsage {
  const { reasoningTokens } = usage
  const reasoning = reasoningTokens === undefined ? sum.reasoningTokens : (sum.reasoningTokens ?? 0) + reasoningTokens
  return {
    promptTokens: sum.promptTokens + (countsPrompt ? usage.promptTokens : 0),
    completionTokens: sum.completionTokens + usage.completionTokens,
    ...(reasoning === undefined ? {} : { reasoningTokens: reasoning }),
  }
}
