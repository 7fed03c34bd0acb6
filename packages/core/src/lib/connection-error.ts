import { unsentCodes } from '#runtime'
import { isMiraError, MiraError } from './error.ts'

/**
 * A network failure, as the typed error. A typed error among its causes (the body of the request could not be read)
 * is the true reason and comes through.
 */
export function connectionError(operation: string, cause: unknown): MiraError {
  const chain = causesOf(cause)
  const typed = chain.find(isMiraError)
  if (typed) return typed
  // The innermost message or system code is what helps: fetch itself says only "fetch failed".
  const { code, message = '' } = chain.at(-1) ?? {}
  const reason = code ?? message
  return new MiraError(`${operation}: the connection failed${reason && ` (${reason})`}`, {
    code: 'connection_failed',
    operation,
    retryable: true,
    cause,
  })
}

/** Whether a failure proves that the server never saw the request. */
export function wasNeverSent(error: unknown): boolean {
  return causesOf(error).some(({ code }) => unsentCodes?.test(code ?? ''))
}

interface ErrorLike {
  readonly cause?: unknown
  readonly code?: string
  readonly message?: string
}

/** An error and its causes, outermost first; a circle or an endless chain is cut. */
function causesOf(error: unknown): ErrorLike[] {
  const chain: ErrorLike[] = []
  for (let current = error; current instanceof Object && chain.length < 6; current = (current as ErrorLike).cause) {
    chain.push(current)
  }
  return chain
}
