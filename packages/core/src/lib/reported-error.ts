import { MiraError, type MiraErrorCode, type MiraErrorOptions } from './error.ts'
import { asText, isRecord, parseJson, toRecord } from './json.ts'

const maxMessageLength = 1_000

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

const codes: Readonly<Record<number, MiraErrorCode>> = {
  401: 'unauthorized',
  402: 'insufficient_balance',
  403: 'forbidden',
  404: 'not_found',
  408: 'timeout',
  409: 'conflict',
  410: 'gone',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  429: 'rate_limited',
  503: 'overloaded',
  529: 'overloaded',
}

/** Returns the error code for an HTTP status. */
export function codeOfStatus(status: number): MiraErrorCode {
  return codes[status] ?? (status >= 500 ? 'server_error' : status >= 400 ? 'bad_request' : 'http_error')
}

/**
 * Returns whether a request that failed with this HTTP status may succeed when it is retried. From 520 on, gateways report
 * that a server is overloaded or cannot be reached.
 */
export const isRetryableStatus = (status: number): boolean =>
  [408, 429, 500, 502, 503, 504].includes(status) || status >= 520

/** Fields of an error body, normalized from the documented shapes (docs/protocol.md#errors). */
export interface ErrorBody {
  readonly message: string | undefined
  /** Code set by the server, such as `content_blocked` or `queue_full`. */
  readonly code: string | undefined
  /** Whether the content was blocked. */
  readonly isBlocked: boolean
  /** HTTP status that the body reports, or that corresponds to its code or type; 500 when there is none. */
  readonly status: number
}

const statuses: readonly (readonly [RegExp, number])[] = [
  [/rate_limit/, 429],
  [/overloaded|queue_full|unavailable/, 503],
  [/auth|api_key/, 401],
  [/invalid|bad_request|content_/, 400],
]

/** Returns a text itself, or the `message` of an object. */
const messageOf = (value: unknown): string | undefined => asText(value) ?? asText(toRecord(value).message)

/**
 * Parses an error body. The message is taken from, in order: `detail` text, JSON inside `detail`, `detail.message` or
 * `detail.error`, a list of `{ msg }`, `error.message`, `error` text, `message` or `msg`, the first of `errors`, plain text.
 * For HTML it is the title. A list of one object is read as that object. The `error` may be that of a choice.
 *
 * @param body - Parsed JSON, or the text when it was not JSON.
 */
export function readErrorBody(body: unknown): ErrorBody {
  const record = toRecord(Array.isArray(body) && body.length === 1 ? body[0] : body)
  const error =
    record.error ??
    [record.choices]
      .flat()
      .map(toRecord)
      .find(({ error }) => error)?.error
  const parsed = parseJson(record.detail as string)
  const detail = isRecord(parsed) ? parsed : record.detail
  const inDetail = toRecord(detail)
  const { code, type, category, status, status_code } = [detail, error].find(isRecord) ?? record
  const [firstError] = [record.errors].flat()
  const message = [
    typeof body === 'string' && (/<title>([^<]{1,200})/i.exec(body)?.[1] ?? body),
    detail,
    inDetail.error,
    readDetailList(detail),
    error,
    record,
    record.msg,
    firstError,
  ]
    .map(messageOf)
    .find(Boolean)
  const ownCode = asText(code) ?? asText(inDetail.error) ?? asText(type)
  const kind = `${ownCode} ${asText(type)}`
  return {
    code: ownCode,
    message: message?.slice(0, maxMessageLength),
    isBlocked: /content_(blocked|filter)/.test(kind) || (!ownCode && asText(category) !== undefined),
    status: Number(
      [code, status, status_code].find(isErrorStatus) ?? statuses.find(([pattern]) => pattern.test(kind))?.[1] ?? 500,
    ),
  }
}

/** Not for objects, because their `toString` may be data. */
const isErrorStatus = (value: unknown): boolean =>
  typeof value !== 'object' && Number(value) >= 400 && Number(value) < 600

function readDetailList(detail: unknown): string | undefined {
  if (!Array.isArray(detail)) return undefined
  const lines = detail.map(toRecord).filter(({ msg }) => asText(msg))
  return lines.map(({ msg, loc }) => `${Array.isArray(loc) ? `${loc.join('.')}: ` : ''}${asText(msg)}`).join('; ')
}
