import { MiraError, type MiraErrorOptions } from './error.ts'
import { readErrorBody } from './json.ts'
import { codeOfStatus, isRetryableStatus } from './status-code.ts'

/** Fields of an error that its body does not have. */
export interface ReportedErrorFields extends Omit<MiraErrorOptions, 'code'> {
  /** Starts the message. */
  readonly operation: string
  /** End of the message. */
  readonly about?: string | undefined
}

/**
 * Creates the error that a server reports: as an error response, or after a successful status, as the whole body or in
 * an event of a stream. Its code follows from the HTTP status if that is an error, or else from the status, code or
 * type in the body, such as `502` or `rate_limit_exceeded`.
 *
 * @param body - Parsed JSON, or the text when it was not JSON.
 */
export function reportedError(body: unknown, { about = '', ...fields }: ReportedErrorFields): MiraError {
  const { message, code, status: reported, isBlocked } = readErrorBody(body)
  const status = fields.status && fields.status >= 300 ? fields.status : reported
  const fallback = status < 500 ? 'the server rejected the request' : 'the server failed'
  return new MiraError(`${fields.operation}: ${message ?? fallback}${about || (code ? ` (${code})` : '')}`, {
    code: isBlocked ? 'content_blocked' : codeOfStatus(status),
    retryable: isRetryableStatus(status),
    body,
    ...fields,
  })
}
