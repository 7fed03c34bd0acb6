import type { IncomingMessage } from 'node:http'
import { ApiError } from '../api-error.ts'

/**
 * Allows programs, which send no origin, pages of the server's own origin, and allowed origins. Browsers do not apply
 * CORS to WebSockets, so the server must check.
 *
 * @throws {ApiError} 403 for any other origin.
 */
export function checkOrigin({ headers }: IncomingMessage, allowedOrigins: readonly string[]): void {
  const { origin, host } = headers
  if (origin === undefined || allowedOrigins.includes(origin) || allowedOrigins.includes('*')) return
  if (URL.parse(origin)?.host === host) return
  throw new ApiError(403, `The origin ${origin} is not allowed; add it to the server's allowedOrigins`)
}
