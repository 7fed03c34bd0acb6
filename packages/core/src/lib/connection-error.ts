import { connectionHints } from '#runtime'
import { amendError, causesOf, isMiraError, MiraError } from './error.ts'

/**
 * Wraps a network failure in a {@link MiraError}. A `MiraError` in its cause chain (such as an unreadable request body)
 * is the actual reason and is returned instead.
 *
 * @param url - URL of the request, if it failed before a response; the message names its origin.
 */
export function connectionError(operation: string, cause: unknown, url?: string): MiraError {
  const chain = causesOf(cause)
  const typed = chain.find(isMiraError)
  if (typed) return amendError(typed, { operation: typed.operation ?? operation })
  // Use the innermost message or system code: the error of fetch itself is only "fetch failed".
  const { message = '', code: reason = message } = chain.at(-1) ?? {}
  // Only the origin: signed URLs contain secrets.
  const target = url ? `cannot reach ${/^[^/]*\/\/[^/?#]*/.exec(url)?.[0] ?? url}` : 'the connection failed'
  return new MiraError(`${operation}: ${target}${reason && ` (${reason})`}${connectionHints[reason] ?? ''}`, {
    code: 'connection_failed',
    operation,
    retryable: true,
    cause,
  })
}
