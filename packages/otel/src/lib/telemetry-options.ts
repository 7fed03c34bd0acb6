import { refuseUnknown } from '@mira/core/internal'
import { type MeterProvider, metrics, type Tracer, type TracerProvider, trace } from '@opentelemetry/api'
import { instrumentationName, schemaUrl } from './convention.ts'

/** Options of all functions that create spans. */
export interface TelemetryOptions {
  /** Creates the tracer. Defaults to the global provider, also if that is set later. */
  readonly tracerProvider?: TracerProvider | undefined
  /** Creates the meter. Defaults to the global provider at the time of registration. */
  readonly meterProvider?: MeterProvider | undefined
  /**
   * Whether spans contain messages, tool arguments and tool results, and statuses the messages of errors. API keys in
   * them are masked, other personal data is not. Defaults to `false`.
   */
  readonly captureContent?: boolean | undefined
}

/** Resolved {@link TelemetryOptions}. */
export interface TelemetrySettings {
  readonly tracer: Tracer
  readonly meterProvider: MeterProvider
  readonly captureContent: boolean
}

/**
 * Resolves options.
 *
 * @throws {TypeError} when an option is unknown, or `captureContent` is not a boolean.
 */
export function readTelemetryOptions(options: TelemetryOptions = {}): TelemetrySettings {
  const { tracerProvider, meterProvider = metrics.getMeterProvider(), captureContent = false, ...unknown } = options
  refuseUnknown(unknown, 'TelemetryOptions')
  if (typeof captureContent !== 'boolean') throw new TypeError('captureContent must be a boolean')
  const provider = tracerProvider ?? trace.getTracerProvider()
  return { tracer: provider.getTracer(instrumentationName, undefined, { schemaUrl }), meterProvider, captureContent }
}
