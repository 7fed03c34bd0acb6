import { context, type Span, SpanKind, trace } from '@opentelemetry/api'
import { isTracedTool } from './agent-context.ts'
import { describeToolContent } from './content.ts'
import { attributes } from './convention.ts'
import { recordError } from './record-error.ts'
import { defined } from './request-attributes.ts'
import { readTelemetryOptions, type TelemetryOptions, type TelemetrySettings } from './telemetry-options.ts'

/** A tool, of any loop. */
export interface TracedTool {
  readonly name: string
  readonly description?: string | undefined
  // biome-ignore lint/suspicious/noExplicitAny: tools declare their arguments and their context in many ways.
  execute?(args: any, context: any): unknown
}

/**
 * Wraps tools, so that each call is a span `execute_tool NAME`, which is active while the tool runs: for loops of your own
 * and those of other libraries. A registration traces the tools of `runTools`, `streamTools` and realtime sessions by
 * itself.
 *
 * @param tools - The tools; they are not changed. One without `execute` is returned as it is.
 * @param options - As for `registerMiraInstrumentation`.
 * @throws {TypeError} when an option is unknown.
 */
export function traceTools<Tool extends TracedTool>(tools: readonly Tool[], options?: TelemetryOptions): Tool[] {
  const settings = readTelemetryOptions(options)
  return tools.map((tool) => (tool.execute ? wrapTool(tool, settings) : tool))
}

function wrapTool<Tool extends TracedTool>(tool: Tool, { tracer, captureContent }: TelemetrySettings): Tool {
  const execute = async (args: unknown, toolContext: unknown): Promise<unknown> => {
    if (isTracedTool(callIdOf(toolContext))) return tool.execute?.(args, toolContext)
    const span = startSpan(tool, toolContext, tracer)
    const active = trace.setSpan(context.active(), span)
    try {
      const result = await context.with(active, () => tool.execute?.(args, toolContext))
      if (captureContent) span.setAttributes(describeToolContent(args, result))
      return result
    } catch (error) {
      if (captureContent) span.setAttributes(describeToolContent(args, undefined))
      recordError(span, error, captureContent)
      throw error
    } finally {
      span.end()
    }
  }
  return { ...tool, execute }
}

function startSpan({ name, description }: TracedTool, toolContext: unknown, tracer: TelemetrySettings['tracer']): Span {
  return tracer.startSpan(`execute_tool ${name}`, {
    kind: SpanKind.INTERNAL,
    attributes: defined({
      [attributes.operationName]: 'execute_tool',
      [attributes.toolName]: name,
      [attributes.toolDescription]: description,
      [attributes.toolCallId]: callIdOf(toolContext),
      [attributes.toolType]: 'function',
    }),
  })
}

function callIdOf(toolContext: unknown): string | undefined {
  const { toolCallId, callId } = Object(toolContext) as { toolCallId?: string; callId?: string }
  return toolCallId ?? callId
}
