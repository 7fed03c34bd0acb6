const maxMessageLength = 1_000

/** Returns the trimmed string; `undefined` if it is empty or the value is not a string. */
export const asText = (value: unknown): string | undefined => (typeof value === 'string' && value.trim()) || undefined

/** Whether a value is an object rather than a list or a primitive value. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const asRecord = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  isRecord(value) ? value : undefined

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
 * For HTML it is the title. A list of one object is read as that object.
 *
 * @param body - Parsed JSON, or the text when it was not JSON.
 */
export function readErrorBody(body: unknown): ErrorBody {
  if (typeof body === 'string') return { message: readPlainText(body), code: undefined, isBlocked: false, status: 500 }
  const record = asRecord(Array.isArray(body) && body.length === 1 ? body[0] : body)
  const detail =
    typeof record?.detail === 'string' ? (asRecord(parseJson(record.detail)) ?? record.detail) : record?.detail
  const source = asRecord(detail) ?? asRecord(record?.error) ?? record
  const message =
    asText(detail) ??
    asText(asRecord(detail)?.message) ??
    asText(asRecord(detail)?.error) ??
    readDetailList(detail) ??
    asText(asRecord(record?.error)?.message) ??
    asText(record?.error) ??
    asText(record?.message) ??
    asText(record?.msg) ??
    readFirstError(record?.errors)
  const code = asText(source?.code) ?? asText(asRecord(detail)?.error) ?? asText(source?.type)
  const kind = `${code} ${asText(source?.type)}`
  return {
    message: message?.slice(0, maxMessageLength),
    code,
    isBlocked: /content_(blocked|filter)/.test(kind) || (code === undefined && asText(source?.category) !== undefined),
    status:
      [source?.code, source?.status, source?.status_code]
        .map(toNumber)
        .find((status) => status >= 400 && status <= 599) ??
      statuses.find(([pattern]) => pattern.test(kind))?.[1] ??
      500,
  }
}

/** Not `Number` alone, which throws for an object whose `toString` is data. */
const toNumber = (value: unknown): number => (typeof value === 'object' ? Number.NaN : Number(value))

function readFirstError(errors: unknown): string | undefined {
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined
  return asText(first) ?? asText(asRecord(first)?.message)
}

function readDetailList(detail: unknown): string | undefined {
  if (!Array.isArray(detail)) return undefined
  const lines = detail.flatMap((item) => {
    const { msg, loc } = asRecord(item) ?? {}
    const message = asText(msg)
    if (message === undefined) return []
    return Array.isArray(loc) ? `${loc.join('.')}: ${message}` : message
  })
  return lines.length > 0 ? lines.join('; ') : undefined
}

function readPlainText(text: string): string | undefined {
  const title = /<title>([^<]{1,200})/i.exec(text)?.[1]
  if (title) return title.trim()
  return asText(text)?.slice(0, maxMessageLength)
}
