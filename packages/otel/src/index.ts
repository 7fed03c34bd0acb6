export { MiraInstrumentation, type MiraInstrumentationConfig } from './lib/mira-instrumentation.ts'
export {
  type MiraInstrumentationOptions,
  registerMiraInstrumentation,
  telemetryHooks,
} from './lib/register.ts'
export type { TelemetryHooks } from './lib/telemetry-hooks.ts'
export type { TelemetryOptions } from './lib/telemetry-options.ts'
export { type Agent, traceAgent } from './lib/trace-agent.ts'
export { type TracedTool, traceTools } from './lib/trace-tools.ts'
