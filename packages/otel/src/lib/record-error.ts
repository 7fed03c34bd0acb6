import { redactJson } from '@mira/core/internal'
import { type Span, SpanStatusCode } from '@opentelemetry/api'
import { attributes } from './convention.ts'
import { errorTypeOf } from './error-type.ts'

/** Marks a span as failed. The message of the error may quote content, so it is only added if content is captured. */
export function recordError(span: Span, error: unknown, captureContent: boolean): void {
  const message = error instanceof Error ? error.message : String(error)
  failSpan(span, errorTypeOf(error), captureContent ? String(redactJson(message)) : undefined)
}

/** Marks a span as failed. */
export function failSpan(span: Span, errorType: string, message?: string): void {
  span.setAttribute(attributes.errorType, errorType)
  span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) })
}
