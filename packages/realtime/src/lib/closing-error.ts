import { MiraError, type MiraErrorCode } from '@mira/core'
import { readErrorBody } from '@mira/core/internal'
import type { SocketClosing } from './sockets/socket.ts'

const operation = 'realtime.connect'

const statusCodes: Readonly<Record<number, MiraErrorCode>> = {
  401: 'unauthorized',
  402: 'insufficient_balance',
  403: 'forbidden',
  404: 'not_found',
  429: 'rate_limited',
  503: 'overloaded',
}

const closeCodes: Readonly<Record<number, MiraErrorCode>> = {
  1002: 'invalid_response',
  1003: 'bad_request',
  1007: 'bad_request',
  1008: 'unauthorized',
  1009: 'payload_too_large',
  1010: 'invalid_response',
  1013: 'rate_limited',
  3000: 'unauthorized',
  4001: 'unauthorized',
  4401: 'unauthorized',
  4402: 'insufficient_balance',
  4403: 'forbidden',
  4429: 'rate_limited',
}

/** Whether a close code ends a session as it should end. */
export const isNormalClose = (code: number): boolean => code === 1000 || code === 1001 || code === 1005

/**
 * The error for a socket that ended otherwise than it should.
 *
 * @param redact Removes keys from what the other side says.
 */
export function closingError(closing: SocketClosing, redact: (text: string) => string): MiraError {
  if (closing.refusal) return refusalError(closing.refusal, redact)
  const { code: closeCode, reason, cause } = closing
  const code = closeCodes[closeCode] ?? 'connection_failed'
  const told = redact(reason || (cause as Error | undefined)?.message || 'no reason was given')
  return new MiraError(`${operation}: the connection ended: ${told} (close code ${closeCode})`, {
    code,
    operation,
    retryable: code === 'connection_failed' || code === 'rate_limited',
    cause,
  })
}

function refusalError(
  { status, body, retryAfter }: NonNullable<SocketClosing['refusal']>,
  redact: (text: string) => string,
): MiraError {
  const isRedirect = status >= 300 && status < 400
  const told = isRedirect ? 'redirects are not followed' : (readErrorBody(parse(body)).message ?? 'no reason was given')
  const fallback = status >= 500 ? 'server_error' : status >= 400 ? 'bad_request' : 'http_error'
  const seconds = Number(retryAfter)
  return new MiraError(`${operation}: the server refused the upgrade: ${redact(told)} (HTTP ${status})`, {
    code: isRedirect ? 'redirect_refused' : (statusCodes[status] ?? fallback),
    operation,
    status,
    retryable: status === 408 || status === 429 || status >= 500,
    retryAfterMs: retryAfter && seconds >= 0 ? seconds * 1_000 : undefined,
  })
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
