const maxMessageLength = 1_000

const asText = (value: unknown): string | undefined => (typeof value === 'string' && value.trim()) || undefined

const asRecord = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined

/** Parses JSON; `undefined` for anything else. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What an error body says, in whichever of the documented shapes (docs/protocol.md#errors) it came. */
export interface ErrorBody {
  readonly message: string | undefined
  /** The server's own code or category, such as `content_blocked` or `queue_full`. */
  readonly code: string | undefined
  readonly category: string | undefined
}

/**
 * Reads an error body. In order: `detail` text, JSON inside `detail`, `detail.message` or `detail.error`, a list of
 * `{ msg }`, `error.message`, `error` text, `message`, plain text; HTML gives its title.
 *
 * @param body Parsed JSON, or the text when it was none.
 */
export function readErrorBody(body: unknown): ErrorBody {
  if (typeof body === 'string') return { message: readPlainText(body), code: undefined, category: undefined }
  const record = asRecord(body)
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
    asText(record?.message)
  const code = asText(source?.code) ?? asText(asRecord(detail)?.error) ?? asText(source?.type)
  return { message: message?.slice(0, maxMessageLength), code, category: asText(source?.category) }
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
