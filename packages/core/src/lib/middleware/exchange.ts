import { transport } from '#runtime'
import { warn } from '../call-report.ts'
import type { CallState } from '../call-state.ts'
import { connectionError } from '../connection-error.ts'
import { amendError, isMiraError, MiraError } from '../error.ts'
import { readRequestId } from '../headers.ts'
import { readJson } from '../read-body.ts'
import { readErrorReply } from '../read-reply.ts'
import { fetchTransport } from '../transports/fetch.ts'
import type { RawReply, Reply, WireRequest } from '../wire-types.ts'

// Browsers report status 0 for a redirect that is not followed (`redirect: 'manual'`).
const redirectStatuses = [0, 301, 302, 303, 307, 308]
const maxRedirects = 5

/** Innermost middleware: sends the request, checks the status and decodes the body. */
export async function exchange(request: WireRequest, callState: CallState): Promise<Reply> {
  const raw = await sendFollowing(request, callState)
  const { state, spec } = callState
  const { status, headers, url } = raw
  callState.sent = { ...request, url }
  try {
    if (status < 200 || status > 299) throw await readErrorReply(raw, callState)
    if (headers.get('idempotency-key')) state.shared.supportsIdempotency = true
    warnIfDeprecated(raw, callState)
    const data = await (spec.read ?? readJson)(raw, callState)
    return { status, headers, url, data }
  } catch (error) {
    raw.body.cancel()
    if (isMiraError(error) && !error.requestId) amendError(error, { requestId: readRequestId(headers, state.secrets) })
    throw error
  }
}

/** Follows same-origin redirects only, unless the operation decides otherwise: others would leak the API key and the body. */
async function sendFollowing(request: WireRequest, callState: CallState, redirects = 0): Promise<RawReply> {
  const raw = await send(request, callState)
  const { status } = raw
  if (!redirectStatuses.includes(status)) return raw
  raw.body.cancel()
  const target = parseLocation(raw.headers.get('location'), request.url)
  const isSafe = status >= 307 ? request.body?.isReplayable !== false : request.method === 'GET'
  const next =
    target?.origin === new URL(request.url).origin
      ? { ...request, url: target.href }
      : callState.spec.onRedirect?.({ request, status, target })
  if (!next || redirects === maxRedirects || !isSafe) throw refusedRedirect(callState.call.operation, status, target)
  return sendFollowing(next, callState, redirects + 1)
}

function parseLocation(location: string | null, base: string): URL | undefined {
  try {
    return location === null ? undefined : new URL(location, base)
  } catch {
    return undefined
  }
}

function refusedRedirect(operation: string, status: number | undefined, target: URL | undefined): MiraError {
  const message = `${operation}: the server redirects to ${target?.origin ?? 'an unknown location'}, which is not followed; set baseUrl to the final URL`
  return new MiraError(message, { code: 'redirect_refused', operation, status })
}

async function send(request: WireRequest, { call, state }: CallState): Promise<RawReply> {
  try {
    request.signal.throwIfAborted()
    return await (state.fetch ? fetchTransport(request, state.fetch) : transport(request, fetchTransport))
  } catch (error) {
    request.signal.throwIfAborted()
    // A streamed body in Node's fetch rejects any redirect.
    // biome-ignore lint/plugin: Node gives the error neither a class nor a code, so its text is the only sign.
    if (/unexpected redirect/.test(String((error as Error)?.cause)))
      throw refusedRedirect(call.operation, undefined, undefined)
    throw connectionError(call.operation, error, request.url)
  }
}

function warnIfDeprecated({ headers }: RawReply, { state, spec }: CallState): void {
  const deprecation = headers.get('deprecation')
  if (!deprecation) return
  const sunset = headers.get('sunset')
  const link = /<([^>]+)>/.exec(headers.get('link') ?? '')?.[1]
  warn(
    state,
    `${spec.operation} is deprecated (${deprecation})${sunset ? `, and ends on ${sunset}` : ''}${link ? `; see ${link}` : ''}`,
  )
}
