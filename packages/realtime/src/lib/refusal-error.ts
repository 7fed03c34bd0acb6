import { MiraError, type MiraErrorCode } from '@mira/core'
import { readErrorBody } from '@mira/core/internal'

const operation = 'realtime.connect'

const statusCodes: Readonly<Record<number, MiraErrorCode>> = {
  401: 'unauthorized',
  402: 'insufficient_balance',
  403: 'forbidden',
  404: 'not_found',
  429: 'rate_limited',
  503: 'overloaded',
}

/** The reply that a server gives in place of an upgrade. */
export interface Refusal {
  readonly status: number
  readonly body: string
  /** The header of that name. */
  readonly retryAfter: string | undefined
}

/**
 * The error for an upgrade that the server refused.
 *
 * @param redact Removes keys from what the other side says.
 */
export function refusalError({ status, body, retryAfter }: Refusal, redact: (text: string) => string): MiraError {
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
