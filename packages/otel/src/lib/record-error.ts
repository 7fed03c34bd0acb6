import { redactJson } from '@mira/core/internal'
import { type Span, SpanStatusCode } from '@opentelemetry/api'
import { attributes } from './convention.ts'
import { errorTypeOf } from './error-type.ts'

/** Marks a span as failed. The message of the error may quote content, so it is only added if content is captured. */
export function recordError(span: Span, error: unknown, captureContent: boolean): void {
  span.setAttribute(attributes.errorType, errorTypeOf(error))
  const message = captureContent
    ? String(redactJson(error instanceof Error ? error.message : String(error)))
    : undefined
  span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) })
}
