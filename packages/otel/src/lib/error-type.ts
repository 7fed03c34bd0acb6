import { isMiraError } from '@mira/core'

/**
 * Returns the value of `error.type`: the code of a `MiraError`, such as `rate_limited`; `timeout` or `canceled` for the
 * abort reason of a caller; otherwise the name of the error.
 */
export function errorTypeOf(error: unknown): string {
  if (isMiraError(error)) return error.code
  if (!(error instanceof Error)) return 'canceled'
  if (error.name === 'TimeoutError') return 'timeout'
  return error.name === 'AbortError' ? 'canceled' : error.name
}
