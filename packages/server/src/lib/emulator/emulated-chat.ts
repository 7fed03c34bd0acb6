import type { ChatEngine, ChatEvent, ChatModel, ChatRequest, ChatUsage } from '@mira/engine'
import type { AnswerEvent } from '../inference/answer-event.ts'
import { ResponseInterrupted } from '../realtime/response-interrupted.ts'
import { type EmulatedParts, fixtureEngineInfo } from './emulated-slot.ts'
import type { FixtureAnswer } from './fixture.ts'
import { type FixedAnswer, toFixedError } from './fixture-answers.ts'
import { scopeOf, textOf, toChatInput, toFixtureCall } from './fixture-call.ts'
import { pace, pause, planPauses } from './pacing.ts'

/** Limits of a model that no engine describes. */
const modelLimits = { contextWindow: 32_768, maxOutputTokens: 4_096 }

const charactersPerToken = 4

/** Models that answer from fixtures without an engine: those of the API. */
export const fixtureModels: readonly ChatModel[] = ['mira', 'mira-thinking'].map((id) => ({ id, ...modelLimits }))

/** Returns a model that only fixtures name. */
export function toFixtureModel(id: string): ChatModel {
  return { id, ...modelLimits }
}

/** Creates a chat engine that answers from fixtures first. */
export function emulateChat(parts: EmulatedParts<ChatEngine>, loaded?: ChatEngine): ChatEngine {
  const { real } = parts
  return {
    info: fixtureEngineInfo,
    models: async () => loaded?.models() ?? fixtureModels,
    countTokens: async (text) => (real.state === 'ready' ? (await real.get()).countTokens(text) : countTokens(text)),
    countPromptTokens: async (request, options) => {
      const engine = real.state === 'ready' ? await real.get() : undefined
      return engine?.countPromptTokens?.(request, options) ?? countTokens(promptOf(request))
    },
    generate: (request, options) => generate(parts, request, options),
    close: async () => undefined,
  }
}

async function* generate(
  { real, answers }: EmulatedParts<ChatEngine>,
  request: ChatRequest,
  options: Parameters<ChatEngine['generate']>[1],
): AsyncGenerator<ChatEvent> {
  const scope = scopeOf(options)
  if (scope !== undefined) {
    const call = toFixtureCall('chat', scope, toChatInput(request))
    const fixed = await answers.find(call, scope)
    // The events of this server are a superset of those of the contract.
    if (fixed !== undefined) return yield* play(fixed, request, options?.signal) as AsyncGenerator<ChatEvent>
    answers.rejectUnmatched(call)
  }
  yield* (await real.get()).generate(request, options)
}

/** Generates the events of a fixed answer at its pace. */
async function* play(
  { answer, pacing }: FixedAnswer,
  request: ChatRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<AnswerEvent> {
  const events = listEvents(answer)
  if (events.length === 0) await pause(planPauses(pacing, 1)[0]!, signal)
  yield* pace(events, pacing, signal)
  if (answer.error !== undefined) throw toFixedError(answer.error)
  if (answer.interruptAfterCharacters !== undefined) throw new ResponseInterrupted()
  yield { type: 'finish', reason: reasonOf(answer), usage: usageOf(answer, request) }
}

function reasonOf({ finishReason, toolCalls }: FixtureAnswer) {
  return finishReason ?? (toolCalls === undefined ? 'stop' : 'tool_calls')
}

function listEvents(answer: FixtureAnswer): AnswerEvent[] {
  const { reasoning = '', refusal = '', toolCalls = [], interruptAfterCharacters = Number.POSITIVE_INFINITY } = answer
  const parts = listTextParts(answer)
  let rest = interruptAfterCharacters
  const heard = parts.flatMap((part) => {
    const text = part.slice(0, rest)
    rest -= text.length
    return text === '' ? [] : [text]
  })
  return [
    ...splitWords(reasoning).map((text) => ({ type: 'reasoning' as const, text })),
    ...heard.map((text) => ({ type: 'text' as const, text })),
    ...splitWords(refusal).map((text) => ({ type: 'refusal' as const, text })),
    ...toolCalls.flatMap((call, index): AnswerEvent[] => {
      const { name, id = `call_${index + 1}` } = call
      return [
        { type: 'tool_call', index, id, name, arguments: '' },
        ...splitJson(toArguments(call.arguments)).map((text) => ({
          type: 'tool_call' as const,
          index,
          arguments: text,
        })),
      ]
    }),
  ]
}

function listTextParts({ text, data }: FixtureAnswer): readonly string[] {
  if (typeof text === 'object') return text
  return splitWords(text ?? (data === undefined ? '' : JSON.stringify(data)))
}

/** Splits a text into words with the spaces before them; together they are the text. */
function splitWords(text: string): string[] {
  return text.match(/\s*\S+|\s+$/g) ?? []
}

/** Splits JSON into fragments of a few characters, none of which ends within a surrogate pair. */
function splitJson(json: string): string[] {
  return json.match(/[\s\S]{1,8}/gu) ?? []
}

function toArguments(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? {})
}

function promptOf({ messages, tools }: ChatRequest): string {
  return messages.map(textOf).join('\n') + (tools === undefined ? '' : JSON.stringify(tools))
}

function usageOf(answer: FixtureAnswer, request: ChatRequest): ChatUsage {
  const { usage = {}, reasoning = '', refusal = '', toolCalls = [] } = answer
  const calls = toolCalls.map((call) => call.name + toArguments(call.arguments)).join('')
  const reasoningTokens = usage.reasoningTokens ?? (reasoning === '' ? undefined : countTokens(reasoning))
  const completion = listTextParts(answer).join('') + refusal + calls
  return {
    promptTokens: usage.promptTokens ?? countTokens(promptOf(request)),
    completionTokens: usage.completionTokens ?? countTokens(completion) + (reasoningTokens ?? 0),
    ...(reasoningTokens === undefined ? {} : { reasoningTokens }),
  }
}

/** Estimates the tokens of a text. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken)
}
