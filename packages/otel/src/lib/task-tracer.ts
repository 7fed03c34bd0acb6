import type { TaskEvent } from '@mira/core'
import { type Attributes, context, SpanKind, trace } from '@opentelemetry/api'
import { describeContent, describeToolContent } from './content.ts'
import { attributes } from './convention.ts'
import { errorTypeOf } from './error-type.ts'
import { withJob } from './job-polls.ts'
import { describeOperation } from './operation.ts'
import { recordError } from './record-error.ts'
import { defined, describeTarget, text } from './request-attributes.ts'
import { describeResult, readTokens } from './result-attributes.ts'
import type { TracerParts } from './tracer-parts.ts'

/** Creates the span of a task, from its start to its end. */
export function traceTask(event: TaskEvent, { tracer, metrics, jobs, captureContent }: TracerParts): void {
  const operation = describeOperation(event.operation)
  const isTool = operation.name === 'execute_tool'
  const isJob = event.operation.endsWith('.wait')
  const target = isTool ? {} : describeTarget(operation, event)
  const start = isJob ? jobs.get(event.id) : undefined
  const startedAtMs = performance.now()
  const span = tracer.startSpan(nameOf(event, operation.name), {
    kind: isTool || isJob ? SpanKind.INTERNAL : SpanKind.CLIENT,
    attributes: { ...target, ...(isTool ? describeTool(event) : defined({ [attributes.responseId]: event.id })) },
    links: start ? [{ context: start }] : [],
  })
  const active = trace.setSpan(context.active(), span)
  const own = isJob ? withJob(active, span) : active
  event.observe({
    run: (work) => context.with(own, work),
    onProgress({ name, error }) {
      const elapsedMs = performance.now() - startedAtMs
      if (name !== 'first_chunk')
        return void span.addEvent(name, defined({ [attributes.errorType]: error ? errorTypeOf(error) : undefined }))
      span.setAttribute(attributes.responseTimeToFirstChunk, elapsedMs / 1_000)
      metrics.recordFirstChunk(elapsedMs, target)
    },
    onEnd({ error, result }) {
      const durationMs = performance.now() - startedAtMs
      const value = result?.()
      if (operation.name === 'chat') {
        const described = describeResult(value)
        span.setAttributes(described)
        metrics.recordCall({
          durationMs,
          tokens: readTokens((value as { usage?: unknown } | undefined)?.usage),
          attributes: { ...target, ...defined({ [attributes.errorType]: error ? errorTypeOf(error) : undefined }) },
        })
      }
      if (captureContent && isTool) span.setAttributes(describeToolContent(event.params?.(), value))
      else if (captureContent && operation.name) span.setAttributes(describeContent(event.params?.(), value))
      if (error !== undefined) recordError(span, error, captureContent)
      span.end()
    },
  })
}

const nameOf = ({ operation, name, model }: TaskEvent, known: string | undefined): string =>
  known ? [known, text(name) ?? text(model)].filter(Boolean).join(' ') : operation

const describeTool = ({ name, id }: TaskEvent): Attributes =>
  defined({
    [attributes.operationName]: 'execute_tool',
    [attributes.toolName]: name,
    [attributes.toolCallId]: id,
    [attributes.toolType]: 'function',
  })
