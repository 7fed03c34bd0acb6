import type { ChatEngine, ChatEvent, ChatFinishReason, ChatRequest, ChatUsage, EngineCallOptions } from '@mira/engine'

/** Request for one or several answers to a conversation. */
export interface AnswerRequest extends ChatRequest {
  /** Number of answers. Defaults to 1. */
  readonly choices?: number | undefined
}

/** End of an answer that others follow. */
export interface ChoiceEnd {
  readonly type: 'choice_end'
  readonly reason: ChatFinishReason
}

/** Event of one of several answers; `choice` is its index and defaults to 0. */
export type ChoiceEvent = (ChatEvent | ChoiceEnd) & { readonly choice?: number }

/**
 * Generates the answers to a request one after the other. Only the last one ends with `finish`, which has the usage of
 * all: the prompt counts once. With a seed, each answer has its own.
 */
export function generateChoices(
  engine: ChatEngine,
  { choices = 1, ...request }: AnswerRequest,
  options: EngineCallOptions,
): AsyncIterable<ChoiceEvent> {
  // Another generator around the engine's would cost every stream a turn per event.
  return choices === 1 ? engine.generate(request, options) : generateSeveral(engine, { ...request, choices }, options)
}

async function* generateSeveral(
  engine: ChatEngine,
  { choices, ...request }: AnswerRequest & { readonly choices: number },
  options: EngineCallOptions,
): AsyncGenerator<ChoiceEvent> {
  let usage: ChatUsage | undefined
  for (let choice = 0; choice < choices; choice++) {
    const seed = request.seed === undefined ? undefined : request.seed + choice
    for await (const event of engine.generate({ ...request, seed }, options)) {
      if (event.type !== 'finish') yield choice === 0 ? event : { ...event, choice }
      else {
        usage = addUsage(usage, event.usage)
        const isLast = choice === choices - 1
        yield isLast ? { ...event, usage, choice } : { type: 'choice_end', reason: event.reason, choice }
      }
    }
  }
}

function addUsage(sum: ChatUsage | undefined, usage: ChatUsage): ChatUsage {
  if (sum === undefined) return usage
  const { reasoningTokens } = usage
  return {
    promptTokens: sum.promptTokens,
    completionTokens: sum.completionTokens + usage.completionTokens,
    ...(reasoningTokens === undefined ? {} : { reasoningTokens: (sum.reasoningTokens ?? 0) + reasoningTokens }),
  }
}
