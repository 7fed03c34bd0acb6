import type { TaskEnd, TaskEvent } from '@mira/core'
import { toRecord } from '@mira/core/internal'
import { type Attributes, type Context, context, type Span, SpanKind, trace } from '@opentelemetry/api'
import { isWithinAgent, withTool } from './agent-context.ts'
import { describeContent, describeToolContent } from './content.ts'
import { attributes, providerName } from './convention.ts'
import { errorTypeOf } from './error-type.ts'
import { withJob } from './job-polls.ts'
import { RealtimeTracer } from './realtime-tracer.ts'
import { failSpan, recordError } from './record-error.ts'
import { defined, describeTarget } from './request-attributes.ts'
import { describeUsage } from './result-attributes.ts'
import type { TracerParts } from './tracer-parts.ts'

/** Kind of a task. */
type TaskKind = 'agent' | 'tool' | 'job' | 'session'

/** Creates the span of a task, from its start to its end. */
export function traceTask(event: TaskEvent, parts: TracerParts): void {
  const kind = kindOf(event)
  if (kind === 'agent' && isWithinAgent()) return
  const span = startSpan(event, kind, parts)
  const own = contextOf(event, kind, span)
  const session = kind === 'session' ? new RealtimeTracer(event, own, parts) : undefined
  // The messages before the run, to which it adds others.
  const params = parts.captureContent && kind === 'agent' ? event.params?.() : undefined
  event.observe({
    run: (work) => context.with(own, work),
    onProgress({ name, event: received, error }) {
      if (received) session?.note(toRecord(received()))
      else
        span.addEvent(name, defined({ [attributes.errorType]: error === undefined ? undefined : errorTypeOf(error) }))
    },
    onEnd(end) {
      const { error, result } = end
      session?.end(error)
      if (kind === 'agent') span.setAttributes(describeUsage(toRecord(result?.()).usage))
      if (params) span.setAttributes(describeContent(params, toRecord(result?.()).completion))
      if (kind === 'tool' && parts.captureContent) span.setAttributes(describeToolContent(event.params?.(), result?.()))
      endSpan(span, kind === 'job' ? end : { error }, parts)
    },
  })
}

function kindOf({ operation }: TaskEvent): TaskKind {
  if (operation.endsWith('.tool')) return 'tool'
  if (operation.endsWith('.wait')) return 'job'
  return operation.endsWith('Tools') ? 'agent' : 'session'
}

function startSpan(event: TaskEvent, kind: TaskKind, { tracer, jobs }: TracerParts): Span {
  if (kind === 'agent')
    return tracer.startSpan('invoke_agent', { kind: SpanKind.INTERNAL, attributes: describeAgent(event) })
  if (kind === 'tool')
    return tracer.startSpan(`execute_tool ${event.name}`, { kind: SpanKind.INTERNAL, attributes: describeTool(event) })
  const start = kind === 'job' ? jobs.get(event.id) : undefined
  return tracer.startSpan(event.operation, {
    kind: kind === 'job' ? SpanKind.INTERNAL : SpanKind.CLIENT,
    attributes: { ...describeTarget({}, event), ...defined({ [attributes.responseId]: event.id }) },
    links: start ? [{ context: start }] : [],
  })
}

/** Returns the context in which the parts of a task run. */
function contextOf({ id }: TaskEvent, kind: TaskKind, span: Span): Context {
  const active = trace.setSpan(context.active(), span)
  if (kind === 'tool') return withTool(active, id)
  return kind === 'job' ? withJob(active, span) : active
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

const describeAgent = ({ model }: TaskEvent): Attributes =>
  defined({
    [attributes.operationName]: 'invoke_agent',
    [attributes.providerName]: providerName,
    [attributes.requestModel]: model,
  })
