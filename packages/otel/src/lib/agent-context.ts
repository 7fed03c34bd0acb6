import { type Context, context, createContextKey } from '@opentelemetry/api'

const agentKey = /* @__PURE__ */ createContextKey('@mira/otel agent')
const toolKey = /* @__PURE__ */ createContextKey('@mira/otel tool')

/** Marks a context as that of a named agent, whose runs have no spans of their own. */
export const withAgent = (parent: Context): Context => parent.setValue(agentKey, true)

/** Whether the active context is that of a named agent. */
export const isWithinAgent = (): boolean => context.active().getValue(agentKey) === true

/** Marks a context as that of a tool call, whose runs are agents of their own. */
export const withTool = (parent: Context, callId: string | undefined): Context =>
  parent.deleteValue(agentKey).setValue(toolKey, callId)

/** Whether the active context is that of a tool call with this id. */
export const isTracedTool = (callId: string | undefined): boolean =>
  callId !== undefined && context.active().getValue(toolKey) === callId
