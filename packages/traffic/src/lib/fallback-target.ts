import type { CallContext, Client, Middleware, Next, WireRequest } from '@mira/core'
import { type ClientState, jsonBody, parseJson, readKey, stateOf, toRecord } from '@mira/core/internal'

/** Where a request is sent if the targets before do not answer: another model, another address, or both. */
export interface FallbackTarget {
  /** Client of the address: its URL, key, headers and middleware are used. Defaults to the client itself. */
  readonly client?: Client | null | undefined
  /** Model. Defaults to that of `client`, if there is one. */
  readonly model?: string | null | undefined
}

/** A request for a target, and its continuation. */
export interface Prepared {
  readonly request: WireRequest
  readonly next: Next
}

/** Sends requests to one target. */
export interface Target {
  /** Model to be used; `undefined` for that of the request. */
  readonly model: string | undefined
  /** Keys of the target, to be redacted. */
  readonly secrets: readonly string[]
  /** Time until which the target has asked to be left alone, in milliseconds. */
  blockedUntilMs: number
  /** Returns `undefined` if the request cannot be sent to the target. */
  prepare(prepared: Prepared, context: CallContext): Promise<Prepared | undefined>
}

/** Headers that are sent to another address; any others may be secret. */
const openHeaders = ['accept', 'content-type']

/** Creates the target that changes nothing. */
export function createOwnTarget(): Target {
  return { model: undefined, secrets: [], blockedUntilMs: 0, prepare: async (prepared) => prepared }
}

/**
 * Creates a target.
 *
 * @param base - State of the client whose requests are sent to it.
 */
export function createTarget({ client, model }: FallbackTarget, base: ClientState): Target {
  const state = client ? stateOf(client) : undefined
  const usedModel = model ?? client?.model
  return {
    model: usedModel,
    blockedUntilMs: 0,
    get secrets() {
      return state?.secrets ?? []
    },
    async prepare({ request, next }, context) {
      const changed = usedModel === undefined ? request : withModel(request, usedModel)
      if (!changed || !state) return changed && { request: changed, next }
      if (!request.url.startsWith(base.baseUrl.href)) return undefined
      const url = state.baseUrl.href + request.url.slice(base.baseUrl.href.length)
      const headers = { ...pick(request.headers, openHeaders), ...state.headers, ...(await authorize(state)) }
      return { request: { ...changed, url, headers }, next: withMiddleware(state.middleware, next, context) }
    },
  }
}

async function authorize(state: ClientState): Promise<Record<string, string>> {
  const { apiKey } = state
  if (apiKey === undefined) return {}
  return { authorization: `Bearer ${typeof apiKey === 'string' ? apiKey : await readKey(apiKey, state)}` }
}

/** Returns the request for another model; `undefined` if its body does not name one. */
function withModel(request: WireRequest, model: string): WireRequest | undefined {
  const { content } = request.body ?? {}
  const params = typeof content === 'string' ? toRecord(parseJson(content)) : {}
  if (typeof params.model !== 'string') return undefined
  // A server may answer a repeated key with the reply to the first request, or refuse it because the body differs.
  const { 'idempotency-key': _, ...headers } = request.headers
  return { ...request, headers, body: jsonBody({ ...params, model }) }
}

function withMiddleware(middleware: readonly Middleware[], next: Next, context: CallContext): Next {
  return middleware.reduceRight<Next>((inner, outer) => (request) => outer(request, inner, context), next)
}

function pick(headers: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name)))
}
