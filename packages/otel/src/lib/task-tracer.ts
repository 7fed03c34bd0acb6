import type { TaskEnd, TaskEvent } from '@mira/core'
import { toRecord } from '@mira/core/internal'
import { type Attributes, context, type Span, SpanKind, trace } from '@opentelemetry/api'
import { describeToolContent } from './content.ts'
import { attributes } from './convention.ts'
import { errorTypeOf } from './error-type.ts'
import { withJob } from './job-polls.ts'
import { RealtimeTracer } from './realtime-tracer.ts'
import { failSpan, recordError } from './record-error.ts'
import { defined, describeTarget } from './request-attributes.ts'
import type { TracerParts } from './tracer-parts.ts'

/** Creates the span of a task, from its start to its end. */
export function traceTask(event: TaskEvent, parts: TracerParts): void {
  const isTool = event.operation.endsWith('.tool')
  const isJob = event.operation.endsWith('.wait')
  const start = isJob ? parts.jobs.get(event.id) : undefined
  const span = parts.tracer.startSpan(isTool ? `execute_tool ${event.name}` : event.operation, {
    kind: isTool || isJob ? SpanKind.INTERNAL : SpanKind.CLIENT,
    attributes: isTool
      ? describeTool(event)
      : { ...describeTarget({}, event), ...defined({ [attributes.responseId]: event.id }) },
    links: start ? [{ context: start }] : [],
  })
  const active = trace.setSpan(context.active(), span)
  const own = isJob ? withJob(active, span) : active
  const session = event.operation === 'realtime.session' ? new RealtimeTracer(event, own, parts) : undefined
  event.observe({
    run: (work) => context.with(own, work),
    onProgress({ name, event: received, error }) {
      if (received) session?.note(toRecord(received()))
      else
        span.addEvent(name, defined({ [attributes.errorType]: error === undefined ? undefined : errorTypeOf(error) }))
    },
    onEnd(end) {
      session?.end(end.error)
      if (isTool && parts.captureContent) span.setAttributes(describeToolContent(event.params?.(), end.result?.()))
      endSpan(span, isJob ? end : { error: end.error }, parts)
    },
  })
}

/** Ends a span. A job that failed is an error, though nothing was thrown. */
function endSpan(span: Span, { error, result }: TaskEnd, { captureContent }: TracerParts): void {
  const { status } = toRecord(result?.())
  if (error !== undefined) recordError(span, error, captureContent)
  else if (status === 'failed' || status === 'canceled') failSpan(span, `job_${status}`)
  span.end()
}

const describeTool = ({ name, id }: TaskEvent): Attributes =>
  defined({
    [attributes.operationName]: 'execute_tool',
    [attributes.toolName]: name,
    [attributes.toolCallId]: id,
    [attributes.toolType]: 'function',
  })
