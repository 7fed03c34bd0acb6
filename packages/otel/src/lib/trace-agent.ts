import { refuseUnknown, toRecord } from '@mira/core/internal'
import { context, SpanKind, trace } from '@opentelemetry/api'
import { withAgent } from './agent-context.ts'
import { attributes, providerName } from './convention.ts'
import { recordError } from './record-error.ts'
import { defined } from './request-attributes.ts'
import { describeUsage } from './result-attributes.ts'
import { readTelemetryOptions, type TelemetryOptions } from './telemetry-options.ts'

/** Description of an agent for {@link traceAgent}. */
export interface Agent {
  /** Name, part of the name of the span: few different values, none of them personal. */
  readonly name: string
  /** Id of the agent. */
  readonly id?: string | undefined
  /** Description of the agent. */
  readonly description?: string | undefined
  /** Version of the agent. */
  readonly version?: string | undefined
  /** Id of the conversation that the run belongs to. */
  readonly conversationId?: string | undefined
}

/**
 * Runs an agent within a span `invoke_agent NAME`: the parent of the calls it makes and of its tools. A registration
 * creates a span `invoke_agent` for each run of `runTools` and `streamTools` by itself; within this function, they are
 * part of its span, which has a name and a description, and may include more than one run. Calls are its children in every runtime whose context manager follows promises, such as Node's.
 *
 * @param agent - Name and description of the agent.
 * @param run - Runs the agent, such as by `runTools`. If its result has a `usage`, that is recorded.
 * @param options - As for `registerMiraInstrumentation`.
 * @returns The result of `run`.
 * @throws {TypeError} when an option is unknown; otherwise what `run` throws.
 * @example
 * await traceAgent({ name: 'weather' }, () => mira.chat.runTools({ messages, tools }))
 */
export async function traceAgent<Result>(
  agent: Agent,
  run: () => Result | Promise<Result>,
  options?: TelemetryOptions,
): Promise<Result> {
  const { name, id, description, version, conversationId, ...unknown } = agent
  refuseUnknown(unknown, 'Agent')
  const { tracer, captureContent } = readTelemetryOptions(options)
  const span = tracer.startSpan(`invoke_agent ${name}`, {
    kind: SpanKind.INTERNAL,
    attributes: defined({
      [attributes.operationName]: 'invoke_agent',
      [attributes.providerName]: providerName,
      [attributes.agentName]: name,
      [attributes.agentId]: id,
      [attributes.agentDescription]: description,
      [attributes.agentVersion]: version,
      [attributes.conversationId]: conversationId,
    }),
  })
  try {
    const result = await context.with(withAgent(trace.setSpan(context.active(), span)), run)
    span.setAttributes(describeUsage(toRecord(result).usage))
    return result
  } catch (error) {
    recordError(span, error, captureContent)
    throw error
  } finally {
    span.end()
  }
}
