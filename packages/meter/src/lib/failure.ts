import { isMiraError } from '@mira/core'

/** System error codes of failed DNS lookups and connects: no byte of the request was sent. */
const unsentCodes =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT)$/
/** Error codes of a request that was not sent as a whole, or not to the server. */
const unsentErrors = /^(body_failed|file_\w+|redirect_refused)$/

/**
 * Returns why the cost of a failed attempt is unknown, or `undefined` if it was not charged: the server rejected it, or
 * never received it. A failure of a gateway (502, 504) and a lost response may hide a success.
 *
 * @param isAborted - Whether the caller or a timeout aborted the attempt.
 */
export function unknownCostReason(error: unknown, isAborted: boolean): string | undefined {
  if (!isMiraError(error)) return isAborted ? 'aborted' : undefined
  const { status, code } = error
  if (unsentErrors.test(code) || isUnsent(error)) return undefined
  if (status !== undefined && ((status >= 300 && status < 500) || status === 503 || status === 529)) return undefined
  return code
}

function isUnsent(error: unknown): boolean {
  let current = error as { code?: unknown; cause?: unknown } | null | undefined
  for (let depth = 0; current && depth < 6; depth += 1, current = current.cause as typeof current)
    if (unsentCodes.test(String(current.code))) return true
  return false
}
