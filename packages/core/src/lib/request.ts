import { isOnOrigin } from './base-url.ts'
import { Call } from './call.ts'
import { endCall } from './call-events.ts'
import type { CallState, Pipeline, RequestOptions, RequestSpec } from './call-state.ts'
import type { Client } from './client.ts'
import type { CallingState, ClientState } from './client-state.ts'
import { isForeignToPage } from './environment.ts'
import type { CallContext, Middleware, Reply, WireRequest } from './exchange.ts'
import { lowerCaseHeaders } from './headers.ts'
import { type CallMetadata, recordMetadata } from './metadata.ts'
import { addAuthorization } from './middleware/auth.ts'
import { exchange } from './middleware/exchange.ts'
import { retryAttempts } from './middleware/retry.ts'
import { Observer } from './observer.ts'
import { parseRateLimit } from './rate-limit.ts'
import { jsonBody } from './request-body.ts'
import { readRequestId } from './request-id.ts'
import { createRetryBudget } from './retry-budget.ts'
import { readRetryOptions } from './retry-options.ts'
import { stateOf } from './state-of.ts'
import { readTimeouts } from './timeouts.ts'

type BuiltIn = (
  request: WireRequest,
  next: (request: WireRequest) => Promise<Reply>,
  callState: CallState,
) => Promise<Reply>

function readyForCalls(state: ClientState): CallingState {
  if ('pipeline' in state) return state as CallingState
  return Object.assign(state, {
    pipeline: composePipeline(state.middleware),
    observer: new Observer(state.hooks),
    budget: createRetryBudget(),
    honoursIdempotency: false,
  })
}

/** Composes the middleware: retry → user middleware → auth → exchange. */
function composePipeline(own: readonly Middleware[]): Pipeline {
  const adapt =
    (middleware: Middleware): BuiltIn =>
    (request, next, { call }) =>
      middleware(request, next, call as CallContext)
  const layers: BuiltIn[] = [retryAttempts, ...own.map(adapt), addAuthorization]
  return layers.reduceRight<Pipeline>(
    (next, layer) => (request, callState) => layer(request, (changed) => next(changed, callState), callState),
    exchange,
  )
}

/**
 * Sends one request through the client's pipeline. All operations are built on this function.
 *
 * @throws {MiraError} when the call fails. If `options.signal` aborts it, its reason is thrown unchanged.
 */
export async function request<Data>(
  client: Client,
  spec: RequestSpec<Data>,
  options: RequestOptions = {},
): Promise<Data> {
  const state = readyForCalls(stateOf(client))
  checkSignal(options.signal)
  const draft = buildRequest(state, spec, options)
  const retry = readRetryOptions(options.retry, state.retry)
  const timeouts = readTimeouts(options.timeout, state.timeouts)
  const call = new Call(spec.operation, spec.isStream ?? false, timeouts, state.clock, options.signal)
  const sent = { ...draft, signal: call.signal }
  const isReplayable = sent.body?.isReplayable ?? true
  const callState: CallState = { call, state, spec, retry, isReplayable, isDetached: false }
  try {
    call.throwIfAborted()
    spec.onStart?.(call)
    const reply = await state.pipeline(sent, callState)
    const durationMs = call.clock.now() - call.startedAtMs
    recordMetadata(reply.data, () => describe(reply, call, state, durationMs))
    if (!callState.isDetached) endCall(callState, sent, { result: reply.data })
    return reply.data as Data
  } catch (error) {
    const reason = call.signal.aborted ? call.signal.reason : error
    endCall(callState, sent, { error: reason })
    throw reason
  }
}

function describe(reply: Reply, call: Call, { secrets }: ClientState, durationMs: number): CallMetadata {
  return {
    requestId: readRequestId(reply.headers, secrets),
    status: reply.status,
    url: reply.url,
    headers: reply.headers,
    rateLimit: parseRateLimit((name) => reply.headers.get(name), call.clock.now()),
    attempts: call.attempts,
    durationMs,
  }
}

function checkSignal(signal: unknown): void {
  if (signal === undefined || typeof (signal as AbortSignal)?.addEventListener === 'function') return
  throw new TypeError('signal must be an AbortSignal')
}

function buildRequest(
  state: CallingState,
  spec: RequestSpec<unknown>,
  options: RequestOptions,
): Omit<WireRequest, 'signal'> {
  const body = spec.json === undefined ? spec.body : jsonBody(spec.json)
  const method = spec.method ?? (body ? 'POST' : 'GET')
  const url = buildUrl(state, spec)
  const key =
    options.idempotencyKey ??
    (spec.isBilled && !isForeignToPage(state.baseUrl.origin) ? createIdempotencyKey() : undefined)
  const headers = {
    accept: spec.accept ?? 'application/json',
    // Headers intended for the API may be secret: do not send them to other media hosts.
    ...(isOnOrigin(url, state.baseUrl.origin) && state.headers),
    ...(body?.mediaType && { 'content-type': body.mediaType }),
    ...((key || options.headers) && lowerCaseHeaders({ 'idempotency-key': key, ...options.headers })),
  }
  return { method, url, headers, body }
}

/** Returns 128 random bits; not a UUID, because web pages without TLS have no `randomUUID`. */
function createIdempotencyKey(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-')
}

function buildUrl({ baseUrl }: ClientState, { path, query }: RequestSpec<unknown>): string {
  const url = path.startsWith('/') ? baseUrl.href + path : path
  if (!query) return url
  const pairs = Object.entries(query).filter((pair) => pair[1] !== undefined)
  const search = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString()
  return search ? `${url}${url.includes('?') ? '&' : '?'}${search}` : url
}
