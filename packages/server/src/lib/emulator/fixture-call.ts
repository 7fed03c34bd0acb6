import type { ChatMessage, ChatRequest, EngineCallOptions } from '@mira/engine'
import type { CallScope } from '../call-scope.ts'
import type { Capability, FixtureCall } from './fixture.ts'

/** Returns the scope of a call, which the server adds to the options of its engine. */
export function scopeOf(options: (EngineCallOptions & { readonly scope?: CallScope | undefined }) | undefined) {
  return options?.scope
}

/** Input of a call besides its scope. */
export type CallInput = Pick<FixtureCall, 'model' | 'user' | 'request'> & Partial<FixtureCall>

/** Combines the input and the scope of a call. */
export function toFixtureCall(capability: Capability, scope: CallScope, input: CallInput): FixtureCall {
  const { endpoint, testId, headers } = scope
  const model = scope.requestedModel?.() ?? input.model
  const usual = { system: '', tools: [], toolResult: undefined, turn: 1 }
  return { ...usual, ...input, capability, endpoint, testId, headers, model }
}

/** Describes a conversation. */
export function toChatInput(request: ChatRequest): CallInput {
  const { model, messages, tools = [] } = request
  const lastUser = messages.findLastIndex(({ role }) => role === 'user')
  const results = messages.slice(lastUser + 1).filter(({ role }) => role === 'tool')
  const instructions = messages.filter(({ role }) => role === 'system' || role === 'developer')
  return {
    model,
    user: lastUser < 0 ? '' : textOf(messages[lastUser]!),
    system: instructions.map(textOf).join('\n'),
    tools: tools.map(({ name }) => name),
    toolResult: results.length === 0 ? undefined : results.map(textOf).join('\n'),
    turn: Math.max(1, messages.filter(({ role }) => role === 'user').length),
    request,
  }
}

/** Returns the text of a message; its images are ignored. */
export function textOf({ content }: ChatMessage): string {
  if (content === null || typeof content === 'string') return content ?? ''
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n')
}
