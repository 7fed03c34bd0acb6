import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ApiError } from '../api-error.ts'
import { type ErrorStyle, encodeError } from '../wire/error-body.ts'

/** Rejects an upgrade with a regular HTTP error response and closes the connection. */
export function refuseUpgrade(socket: Duplex, requestId: string, error: ApiError, style: ErrorStyle): void {
  const { contentType, body } = encodeError(error, style)
  const bytes = Buffer.from(body ?? '')
  const headers = [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status] ?? ''}`,
    'connection: close',
    'cache-control: no-store',
    'x-content-type-options: nosniff',
    `x-request-id: ${requestId}`,
    `content-length: ${bytes.length}`,
    ...(contentType === null ? [] : [`content-type: ${contentType}`]),
    ...(error.retryAfterSeconds === undefined ? [] : [`retry-after: ${error.retryAfterSeconds}`]),
  ]
  socket.end(Buffer.concat([Buffer.from(`${headers.join('\r\n')}\r\n\r\n`), bytes]))
}
