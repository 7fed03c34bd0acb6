import { Call } from './call.ts'
import { endCall, recordResult } from './call-report.ts'
import type { CallState, RequestOptions, RequestSpec } from './call-state.ts'
import { type Client, type ClientState, stateOf } from './client-state.ts'
import { isOnOrigin } from './environment.ts'
import { lowerCaseHeaders } from './headers.ts'
import { toJsonText } from './json.ts'
import { addAuthorization } from './middleware/auth.ts'
import { exchange } from './middleware/exchange.ts'
import { createRetryBudget, retryAttempts } from './middleware/retry.ts'
import { readRetryOptions, readTimeouts, refuseUnknown } from './settings.ts'
import type { Next, Reply, RequestBody, WireRequest } from './wire-types.ts'

/**
 * Sends one request through the client's pipeline. All operations are built on this function.
 *
 * @throws {TypeError} when an option is unknown or invalid.
 * @throws {MiraError} when the call fails. If `options.signal` aborts it, its reason is thrown unchanged.
 */
export async function request<Data>(
  client: Client,
  spec: RequestSpec<Data>,
  options?: RequestOptions | null | undefined,
): Promise<Data> {
  const state = stateOf(client)
  const { signal, timeout, retry, headers, idempotencyKey, ...unknown } = options ?? {}
  refuseUnknown(unknown, 'RequestOptions')
  if (signal && !signal.addEventListener) throw new TypeError('signal must be an AbortSignal')
  const draft = buildRequest(state, spec, { headers, idempotencyKey })
  let isDetached = false
  const timeouts = readTimeouts(timeout, state.timeouts)
  const callState: CallState = {
    state: Object.assign(state, {
      shared: state.shared ?? { budget: createRetryBudget(), warnings: new Set() },
    }),
    spec,
    retry: readRetryOptions(retry, state.retry),
    call: new Call(spec, { timeouts, clock: state.clock, signal }),
    sent: draft,
    detach() {
      isDetached = true
      return (outcome) => endCall(callState, outcome)
    },
  }
  const { call } = callState
  try {
    call.throwIfAborted()
    spec.onStart?.(call)
    const reply = await runMiddleware({ ...draft, signal: call.signal }, callState)
    recordResult(reply, callState)
    if (!isDetached) endCall(callState, { result: () => reply.data })
    return reply.data as Data
  } catch (error) {
    endCall(callState, { error })
    throw error
  }
}

/** Runs the middleware: retry → user middleware → auth → exchange. */
function runMiddleware(request: WireRequest, callState: CallState): Promise<Reply> {
  const { call, state } = callState
  const sendAttempt = state.middleware.reduceRight<Next>(
    (next, middleware) => (current) => middleware(current, next, call),
    (current) => addAuthorization(current, (authorized) => exchange(authorized, callState), state),
  )
  return retryAttempts(request, sendAttempt, callState)
}

function buildRequest(
  state: ClientState,
  spec: RequestSpec<unknown>,
  { headers, idempotencyKey }: Pick<RequestOptions, 'headers' | 'idempotencyKey'>,
): Omit<WireRequest, 'signal'> {
  const { json, body = json === undefined ? undefined : jsonBody(json), method = body ? 'POST' : 'GET' } = spec
  const url = buildUrl(state, spec)
  const { origin } = state.baseUrl
  const key = idempotencyKey ?? spec.billing?.createKey(origin)
  return {
    method,
    url,
    headers: {
      accept: spec.accept ?? 'application/json',
      // Headers intended for the API may be secret: do not send them to other media hosts.
      ...(isOnOrigin(url, origin) && state.headers),
      ...lowerCaseHeaders({ 'content-type': body?.mediaType, 'idempotency-key': key || undefined }),
      ...lowerCaseHeaders(headers),
    },
    body,
  }
}

function buildUrl({ baseUrl }: ClientState, { path, query }: RequestSpec<unknown>): string {
  const url = path.startsWith('/') ? baseUrl.href + path : path
  if (!query) return url
  const defined = Object.entries(query).filter(([, value]) => value !== undefined)
  const search = String(new URLSearchParams(defined as [string, string][]))
  return url + (search && (url.includes('?') ? '&' : '?') + search)
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
    isReplayable: true,
    content,
    open: () => new Blob([content]).stream(),
    toFetch: async () => ({ body: content }),
  }
}
