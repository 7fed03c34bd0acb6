import type { CallScope } from '../../call-scope.ts'
import { endpointPaths } from '../endpoint-paths.ts'
import type { Capability, EndpointName, FixtureCall } from '../fixture.ts'
import { toFixtureCall } from '../fixture-call.ts'
import type { RecordedRequest } from './exchange.ts'

/** Request body of any endpoint, as far as conditions of fixtures refer to it. */
interface WireBody {
  readonly model?: unknown
  readonly messages?: unknown
  readonly input?: unknown
  readonly instructions?: unknown
  readonly prompt?: unknown
  readonly text?: unknown
  readonly query?: unknown
  readonly tools?: unknown
}

/** Message of a conversation, or an item of a response. */
interface WireMessage {
  readonly type?: unknown
  readonly role?: unknown
  readonly content?: unknown
  readonly output?: unknown
}

/** Kinds of work of endpoints with another name. */
const capabilities: Partial<Record<EndpointName, Capability>> = {
  completions: 'chat',
  responses: 'chat',
  realtime: 'chat',
  moderations: 'moderation',
}

/** Describes a request as its endpoint would describe it to fixtures. Returns undefined for a path that has none. */
export function toWireCall(request: RecordedRequest, scope: CallScope): FixtureCall | undefined {
  const endpoint = (Object.keys(endpointPaths) as EndpointName[]).find((name) =>
    endpointPaths[name].includes(request.path),
  )
  if (endpoint === undefined) return undefined
  const capability = capabilities[endpoint] ?? (endpoint as Capability)
  const body = bodyOf(request)
  const { model } = body
  const requested = typeof model === 'string' ? model : undefined
  const input = { model: requested ?? '', ...describe(body), request: body }
  return toFixtureCall(capability, { ...scope, requestedModel: () => requested }, input)
}

function bodyOf({ json, form }: RecordedRequest): WireBody {
  if (form !== undefined) return Object.fromEntries(form.map(({ name, text }) => [name, text]))
  return typeof json === 'object' && json !== null ? json : {}
}

function describe({ messages, input, instructions, prompt, text, query, tools }: WireBody) {
  const list = [messages, input].find(isMessages)
  const offered = Array.isArray(tools) ? tools.map(nameOf) : []
  if (list === undefined) {
    const system = typeof instructions === 'string' ? { system: instructions } : {}
    return { user: textOf(prompt ?? input ?? text ?? query), tools: offered, ...system }
  }
  const lastUser = list.findLastIndex(({ role }) => role === 'user')
  const results = list
    .slice(lastUser + 1)
    .filter(({ role, type }) => role === 'tool' || type === 'function_call_output')
  const system = list
    .filter(({ role }) => role === 'system' || role === 'developer')
    .map(({ content }) => textOf(content))
  return {
    user: textOf(list[lastUser]?.content),
    system: [...(typeof instructions === 'string' ? [instructions] : []), ...system].join('\n'),
    tools: offered,
    toolResult:
      results.length === 0 ? undefined : results.map(({ content, output }) => textOf(content ?? output)).join('\n'),
    turn: Math.max(1, list.filter(({ role }) => role === 'user').length),
  }
}

function isMessages(value: unknown): value is readonly WireMessage[] {
  return Array.isArray(value) && value.some((item) => typeof item === 'object' && item !== null)
}

/** Returns the text of content: a text, parts of one, or a list of texts. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .flatMap((part: unknown) => {
      const text = typeof part === 'object' && part !== null ? (part as { readonly text?: unknown }).text : part
      return typeof text === 'string' ? [text] : []
    })
    .join('\n')
}

function nameOf(tool: unknown): string {
  const { name, function: inner } = (tool ?? {}) as {
    readonly name?: unknown
    readonly function?: { readonly name?: unknown }
  }
  return String(inner?.name ?? name ?? '')
}
