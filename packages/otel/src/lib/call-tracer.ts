import type { CallEvent, EndEvent, ResponseEvent, RetryEvent } from '@mira/core'
import { toRecord } from '@mira/core/internal'
import { type Attributes, type Context, context, type Span, SpanKind, trace } from '@opentelemetry/api'
import { describeContent } from './content.ts'
import { attributes } from './convention.ts'
import { errorTypeOf } from './error-type.ts'
import { JobLinks, pollsOf } from './job-polls.ts'
import { createMetrics } from './metrics.ts'
import { describeOperation, type Operation } from './operation.ts'
import { propagate } from './propagate.ts'
import { recordError } from './record-error.ts'
import { defined, describeParams, describeTarget, text } from './request-attributes.ts'
import { describeResult, readTokens } from './result-attributes.ts'
import { traceTask } from './task-tracer.ts'
import type { TelemetryHooks } from './telemetry-hooks.ts'
import type { TelemetrySettings } from './telemetry-options.ts'
import type { TracerParts } from './tracer-parts.ts'

/** Span of a call in progress. */
interface CallSpan {
  readonly span: Span
  readonly context: Context
  readonly operation: Operation
  /** Attributes shared with metrics. */
  readonly target: Attributes
  readonly startedAtMs: number
  /** Whether the span is that of a job, of which the call is a poll. */
  readonly isPoll: boolean
}

/** Creates the listeners that turn the events of calls and tasks into spans and metrics. */
export function createCallTracer(settings: TelemetrySettings): TelemetryHooks {
  const parts: TracerParts = { ...settings, metrics: createMetrics(settings.meterProvider), jobs: new JobLinks() }
  // Spans are found by the identity of their call, so concurrent calls need no context.
  const spans = new WeakMap<object, CallSpan>()
  const find = (event: CallEvent): CallSpan => {
    const found = spans.get(event.call) ?? startSpan(event, parts)
    spans.set(event.call, found)
    return found
  }
  return {
    onRequest(event) {
      const { context: own } = find(event)
      const { send } = event.sending
      event.sending.send = (request) => context.with(own, send, undefined, request)
      propagate(event, own)
    },
    onResponse: (event) => noteResponse(find(event), event, parts),
    onRetry: (event) => noteRetry(find(event).span, event),
    onEnd(event) {
      const found = spans.get(event.call)
      spans.delete(event.call)
      if (found) endSpan(found, event, parts)
    },
    onTask: (event) => traceTask(event, parts),
  }
}

function startSpan(event: CallEvent, { tracer }: TracerParts): CallSpan {
  const operation = describeOperation(event.operation)
  const target = describeTarget(operation, event)
  const shared = { operation, target, startedAtMs: performance.now() }
  const job = pollsOf(event)
  if (job) return { ...shared, span: job, context: context.active(), isPoll: true }
  const { name } = operation
  const span = tracer.startSpan(name ? [name, text(event.model)].filter(Boolean).join(' ') : event.operation, {
    kind: SpanKind.CLIENT,
    attributes: { ...target, ...describeParams(operation, event.params()) },
  })
  return { ...shared, span, context: trace.setSpan(context.active(), span), isPoll: false }
}

function noteResponse(call: CallSpan, { status, requestId, params }: ResponseEvent, { metrics }: TracerParts): void {
  const { span, target, operation, startedAtMs, isPoll } = call
  const reply = defined({ [attributes.statusCode]: status, [attributes.requestIdHeader]: requestId && [requestId] })
  if (isPoll) return void span.addEvent('poll', reply)
  span.setAttributes(reply)
  if (!operation.name || toRecord(params()).stream !== true) return
  const elapsedMs = performance.now() - startedAtMs
  span.setAttribute(attributes.responseTimeToFirstChunk, elapsedMs / 1_000)
  metrics.recordFirstChunk(elapsedMs, target)
}

/** A retried call is one operation by the conventions, so its failed attempts are events. */
function noteRetry(span: Span, { error, attempt }: RetryEvent): void {
  span.addEvent(
    'retry',
    defined({
      [attributes.errorType]: errorTypeOf(error),
      [attributes.statusCode]: error.status,
      [attributes.resendCount]: attempt,
    }),
  )
}

function endSpan(call: CallSpan, event: EndEvent, parts: TracerParts): void {
  const { span, target, operation, isPoll } = call
  const { error, durationMs, responseModel, usage, attempt } = event
  if (isPoll) {
    if (error !== undefined) span.addEvent('poll', { [attributes.errorType]: errorTypeOf(error) })
    return
  }
  const result = event.result?.()
  if (attempt > 1) span.setAttribute(attributes.resendCount, attempt - 1)
  if (operation.name) span.setAttributes(describeResult(result))
  if (operation.name && parts.captureContent) span.setAttributes(describeContent(event.params(), result))
  if (error !== undefined) recordError(span, error, parts.captureContent)
  if (event.operation.endsWith('.generate')) parts.jobs.add(result, span.spanContext())
  if (operation.name)
    parts.metrics.recordCall({
      durationMs,
      tokens: readTokens(usage),
      attributes: {
        ...target,
        ...defined({
          [attributes.responseModel]: text(responseModel),
          [attributes.errorType]: error === undefined ? undefined : errorTypeOf(error),
        }),
      },
    })
  span.end()
}
