const maxMessageLength = 1_000

/** Returns the trimmed string; `undefined` if it is empty or the value is not a string. */
export const asText = (value: unknown): string | undefined => (typeof value === 'string' && value.trim()) || undefined

/** Whether a value is an object rather than a list or a primitive value. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const firstText = (values: readonly unknown[]): string | undefined => values.map(asText).find(Boolean)

/** Returns the value if it is an object, otherwise an empty object. */
export const toRecord = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {})

/** Parses JSON; returns `undefined` when the text is not valid JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

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
  const message = firstText([
    typeof body === 'string' && (/<title>([^<]{1,200})/i.exec(body)?.[1] ?? body),
    detail,
    inDetail.message,
    inDetail.error,
    readDetailList(detail),
    toRecord(error).message,
    error,
    record.message,
    record.msg,
    firstError,
    toRecord(firstError).message,
  ])
  const ownCode = firstText([code, inDetail.error, type])
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
