import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ApiError } from '../api-error.ts'
import { encodeError } from '../wire/error-body.ts'
import type { ErrorStyle } from '../wire/error-style.ts'

/** Options of {@link rejectUpgrade}. */
export interface RejectionOptions {
  readonly requestId: string
  readonly errorStyle: ErrorStyle
}

/** Rejects an upgrade with a regular HTTP error response and closes the connection. */
export function rejectUpgrade(socket: Duplex, error: ApiError, { requestId, errorStyle }: RejectionOptions): void {
  const { contentType, body } = encodeError(error, errorStyle)
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
    ...Object.entries(error.reply?.headers ?? {}).map(([name, value]) => `${name}: ${value}`),
  ]
  socket.end(Buffer.concat([Buffer.from(`${headers.join('\r\n')}\r\n\r\n`), bytes]))
}
