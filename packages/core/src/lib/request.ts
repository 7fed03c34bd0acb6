import { Call } from './call.ts'
import { endCall, recordMetadata } from './call-report.ts'
import type { CallState, RequestOptions, RequestSpec } from './call-state.ts'
import { checkNames } from './check-names.ts'
import { type Client, type ClientState, type SharedCallState, stateOf } from './client-state.ts'
import { isForeignToPage, isOnOrigin } from './environment.ts'
import { lowerCaseHeaders } from './headers.ts'
import { toJsonText } from './json-text.ts'
import { addAuthorization } from './middleware/auth.ts'
import { exchange } from './middleware/exchange.ts'
import { createRetryBudget, retryAttempts } from './middleware/retry.ts'
import { Observer } from './observer.ts'
import { readRetryOptions, readTimeouts } from './settings.ts'
import type { Next, Reply, RequestBody, WireRequest } from './wire-types.ts'

const optionNames: readonly (keyof RequestOptions)[] = ['signal', 'timeout', 'retry', 'headers', 'idempotencyKey']

/**
 * Sends one request through the client's pipeline. All operations are built on this function.
 *
 * @throws {TypeError} when an option is unknown or invalid.
 * @throws {MiraError} when the call fails. If `options.signal` aborts it, its reason is thrown unchanged.
 */
export async function request<Data>(
  client: Client,
  spec: RequestSpec<Data>,
  requestOptions?: RequestOptions | null | undefined,
): Promise<Data> {
  const options = requestOptions ?? {}
  const state = stateOf(client)
  state.shared ??= createSharedState(state)
  checkNames('', options, optionNames)
  checkSignal(options.signal)
  const draft = buildRequest(state, spec, options)
  const retry = readRetryOptions(options.retry, state.retry)
  const timeouts = readTimeouts(options.timeout, state.timeouts)
  const call = new Call(spec, { timeouts, clock: state.clock, signal: options.signal ?? undefined })
  const sent = { ...draft, signal: call.signal }
  const isReplayable = sent.body?.isReplayable ?? true
  const callState: CallState = { call, state, shared: state.shared, spec, retry, isReplayable, isDetached: false }
  try {
    call.throwIfAborted()
    spec.onStart?.(call)
    const reply = await runMiddleware(sent, callState)
    recordMetadata(reply, call, state.secrets)
    if (!callState.isDetached) endCall(callState, sent, { result: reply.data })
    return reply.data as Data
  } catch (error) {
    const reason = call.signal.aborted ? call.signal.reason : error
    endCall(callState, sent, { error: reason })
    throw reason
  }
}

function createSharedState({ hooks }: ClientState): SharedCallState {
  return { observer: new Observer(hooks), budget: createRetryBudget(), supportsIdempotency: false }
}

/** Runs the middleware: retry → user middleware → auth → exchange. */
function runMiddleware(request: WireRequest, callState: CallState): Promise<Reply> {
  const { call, state } = callState
  const sendAttempt = state.middleware.reduceRight<Next>(
    (next, middleware) => (current) => middleware(current, next, call),
    (current) => addAuthorization(current, (authorized) => exchange(authorized, callState), callState),
  )
  return retryAttempts(request, sendAttempt, callState)
}

function checkSignal(signal: unknown): void {
  if (signal == null || typeof (signal as AbortSignal)?.addEventListener === 'function') return
  throw new TypeError('signal must be an AbortSignal')
}

function buildRequest(
  state: ClientState,
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
    ...(key && lowerCaseHeaders({ 'idempotency-key': key })),
    ...lowerCaseHeaders(options.headers),
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

/**
 * Creates a JSON body, encoded once for all attempts.
 *
 * @throws {TypeError} when the value cannot be represented in JSON.
 */
export function jsonBody(value: unknown): RequestBody {
  const content = toJsonText(value)
  return {
    mediaType: 'application/json',
    length: undefined,
    isReplayable: true,
    content,
    open: () => new Blob([content]).stream(),
    toFetch: async () => ({ body: content }),
  }
}
