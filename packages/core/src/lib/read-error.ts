import type { CallState } from './call-state.ts'
import { MiraError, type MiraErrorCode } from './error.ts'
import { parseRateLimit, parseRetryAfter, readRequestId } from './headers.ts'
import { parseJson, readErrorBody } from './json.ts'
import { readBytes, textDecoder } from './read-body.ts'
import { redactJson } from './redact.ts'
import type { RawReply } from './wire-types.ts'

const maxErrorBytes = 65_536
/** Timeout for the error body, which is optional: the status is sufficient. */
const maxErrorBodyMs = 2_000

const codes: Readonly<Record<number, MiraErrorCode>> = {
  401: 'unauthorized',
  402: 'insufficient_balance',
  403: 'forbidden',
  404: 'not_found',
  408: 'timeout',
  409: 'conflict',
  410: 'gone',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  429: 'rate_limited',
  503: 'overloaded',
}
const retryableStatuses = [408, 429, 500, 502, 503, 504]

/** Converts an error response to a {@link MiraError}, for any shape of its body. */
export async function readErrorReply(raw: RawReply, callState: CallState): Promise<MiraError> {
  const { call, state, spec } = callState
  const { status, headers } = raw
  const header = (name: string): string | null => headers.get(name)
  const text = await readErrorText(raw, callState)
  const parsed = parseJson(text)
  const body = redactJson(parsed === undefined ? text : parsed, state.secrets)
  const { message, code, category } = readErrorBody(body)
  const requestId = readRequestId(headers, state.secrets)
  const about = `HTTP ${status}${requestId ? `, request ${requestId}` : ''}`
  return new MiraError(
    `${spec.operation}: ${message ?? `the server ${status < 500 ? 'rejected the request' : 'failed'}`}${hint(status, state)} (${about})`,
    {
      code: isBlocked(code, category) ? 'content_blocked' : codeOf(status),
      operation: call.operation,
      status,
      requestId,
      retryable: retryableStatuses.includes(status),
      retryAfterMs: parseRetryAfter(header, status, state.clock.now()),
      rateLimit: parseRateLimit(header, state.clock.now()),
      body,
    },
  )
}

async function readErrorText(raw: RawReply, { call, state: { clock } }: CallState): Promise<string> {
  const timer = clock.setTimeout(() => raw.body.cancel(), maxErrorBodyMs)
  try {
    return textDecoder.decode(await readBytes(raw.body, call, maxErrorBytes))
  } catch {
    call.throwIfAborted()
    return ''
  } finally {
    clock.clearTimeout(timer)
  }
}

const isBlocked = (code: string | undefined, category: string | undefined): boolean =>
  code === 'content_blocked' || code === 'content_filter' || (code === undefined && category !== undefined)

function codeOf(status: number): MiraErrorCode {
  return codes[status] ?? (status >= 500 ? 'server_error' : status >= 400 ? 'bad_request' : 'http_error')
}

function hint(status: number, { apiKey }: CallState['state']): string {
  if (status !== 401 || apiKey !== undefined) return ''
  return '; no API key is set: pass apiKey to createClient or set MIRA_API_KEY'
}
