import { MiraError } from '@mira/core'
import { parseJson, readErrorBody } from '@mira/core/internal'
import { statusCodes } from './closing-error.ts'

const operation = 'realtime.connect'

/** HTTP response of a server that rejected the upgrade. */
export interface Refusal {
  readonly status: number
  readonly body: string
  /** Value of the `Retry-After` header. */
  readonly retryAfter: string | undefined
}

/**
 * Creates the error for a rejected upgrade.
 *
 * @param redact - Removes API keys from text received from the server.
 */
export function refusalError({ status, body, retryAfter }: Refusal, redact: (text: string) => string): MiraError {
  const isRedirect = status >= 300 && status < 400
  const reason = isRedirect
    ? 'redirects are not followed'
    : (readErrorBody(parseJson(body) ?? body).message ?? 'no reason was given')
  const fallback = status >= 500 ? 'server_error' : status >= 400 ? 'bad_request' : 'http_error'
  const seconds = Number(retryAfter)
  const hint = status === 401 ? '. Is apiKey a key of this server?' : ''
  return new MiraError(`${operation}: the server rejected the upgrade: ${redact(reason)} (HTTP ${status})${hint}`, {
    code: isRedirect ? 'redirect_refused' : (statusCodes[status] ?? fallback),
    operation,
    status,
    retryable: status === 408 || status === 429 || status >= 500,
    retryAfterMs: retryAfter && seconds >= 0 ? seconds * 1_000 : undefined,
  })
}
