import { MiraError } from './error.ts'

/** A network failure, as the typed error. */
export function connectionError(operation: string, cause: unknown): MiraError {
  const reason = readCause(cause)
  const message = `${operation}: the connection failed${reason ? ` (${reason})` : ''}`
  return new MiraError(message, { code: 'connection_failed', operation, retryable: true, cause })
}

/** The innermost message or system code, which is what helps: fetch itself says only "fetch failed". */
function readCause(error: unknown): string | undefined {
  let current = error as { cause?: unknown; code?: unknown; message?: unknown } | undefined
  for (let depth = 0; depth < 5 && current?.cause; depth += 1) current = current.cause as typeof current
  const text = current?.code ?? current?.message
  return typeof text === 'string' ? text : undefined
}

// Failures of name look-up and connect: no byte of the request has left.
const unsentCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Whether a failure proves that the server never saw the request. */
export function wasNeverSent(error: unknown): boolean {
  let current = error as { cause?: unknown; code?: unknown } | undefined
  for (let depth = 0; depth < 6 && current; depth += 1) {
    if (typeof current.code === 'string' && unsentCodes.has(current.code)) return true
    current = current.cause as typeof current
  }
  return false
}
