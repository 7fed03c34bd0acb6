import type { ApiError } from '../api-error.ts'
import type { ErrorStyle } from './error-style.ts'

/** Body and media type of an error response; `null` for none. */
export interface ErrorBody {
  readonly contentType: string | null
  readonly body: string | null
}

/** Types and codes of the `openai` format and of error events in streams. */
const vocabulary: Readonly<Record<number, readonly [type: string, code: string]>> = {
  400: ['invalid_request_error', 'invalid_parameter_value'],
  401: ['authentication_error', 'invalid_api_key'],
  402: ['insufficient_quota', 'insufficient_balance'],
  403: ['permission_error', 'model_not_allowed'],
  404: ['not_found_error', 'endpoint_not_found'],
  422: ['invalid_request_error', 'invalid_parameter_value'],
  429: ['rate_limit_error', 'rate_limit_exceeded'],
  503: ['overloaded_error', 'service_unavailable'],
}

/** Converts an error to `{type, message, code}`. */
export function toErrorObject({ status, message, code }: ApiError): { type: string; message: string; code: string } {
  const [type, usualCode] =
    vocabulary[status] ??
    (status >= 500 ? ['server_error', 'internal_error'] : ['invalid_request_error', 'invalid_request'])
  return { type, message, code: code ?? usualCode }
}

/** Encodes an error in one of the formats, unless its reply defines another one or the body itself. */
export function encodeError(error: ApiError, usualStyle: ErrorStyle): ErrorBody {
  const json = (value: unknown) => ({ contentType: 'application/json', body: JSON.stringify(value) })
  const { style = usualStyle, body } = error.reply ?? {}
  if (typeof body === 'string') return { contentType: 'text/plain; charset=utf-8', body }
  if (body !== undefined) return json(body)
  const { message, type, code } = toErrorObject(error)
  const object = { message, type, param: error.param ?? null, code }
  switch (style) {
    case 'both':
      return json({ detail: message, error: object })
    case 'detail':
      return json({ detail: message })
    case 'detail_json':
      return json({ detail: JSON.stringify({ error: code, category: type, message }) })
    case 'openai':
      return json({ error: object })
    case 'text':
      return { contentType: 'text/plain; charset=utf-8', body: message }
    case 'empty':
      return { contentType: null, body: null }
    case 'html': {
      const title = `${error.status} ${escapeHtml(message)}`
      const body = `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`
      return { contentType: 'text/html; charset=utf-8', body }
    }
  }
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
