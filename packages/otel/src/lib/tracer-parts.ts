import type { JobLinks } from './job-polls.ts'
import type { Metrics } from './metrics.ts'
import type { TelemetrySettings } from './telemetry-options.ts'

/** Parts that the tracers of calls and of tasks share. */
export interface TracerParts extends TelemetrySettings {
  readonly metrics: Metrics
  readonly jobs: JobLinks
}
