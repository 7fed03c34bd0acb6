import type { Attributes, Histogram, MeterProvider } from '@opentelemetry/api'
import { attributes, histograms, instrumentationName, schemaUrl } from './convention.ts'
import type { Tokens } from './result-attributes.ts'

/** Measurements of a call that has ended. */
export interface Measurements {
  readonly durationMs: number
  readonly tokens: Tokens
  /** Attributes of all measurements. */
  readonly attributes: Attributes
}

/** Client metrics of the conventions. */
export interface Metrics {
  /** Records the duration of a call, and its tokens if they are known. */
  recordCall(measurements: Measurements): void
  /** Records the time to the first chunk of a stream, in milliseconds. */
  recordFirstChunk(durationMs: number, shared: Attributes): void
}

/** Creates the histograms. */
export function createMetrics(provider: MeterProvider): Metrics {
  const meter = provider.getMeter(instrumentationName, undefined, { schemaUrl })
  const create = ({ name, unit, description, boundaries }: (typeof histograms)[keyof typeof histograms]): Histogram =>
    meter.createHistogram(name, { unit, description, advice: { explicitBucketBoundaries: [...boundaries] } })
  const duration = create(histograms.duration)
  const tokenUsage = create(histograms.tokenUsage)
  const timeToFirstChunk = create(histograms.timeToFirstChunk)
  return {
    recordCall({ durationMs, tokens, attributes: shared }) {
      duration.record(durationMs / 1_000, shared)
      // Tokens carry no error: they were used in any case.
      const { [attributes.errorType]: _, ...counted } = shared
      if (tokens.input !== undefined) tokenUsage.record(tokens.input, { ...counted, [attributes.tokenType]: 'input' })
      if (tokens.output !== undefined)
        tokenUsage.record(tokens.output, { ...counted, [attributes.tokenType]: 'output' })
    },
    recordFirstChunk: (durationMs, shared) => timeToFirstChunk.record(durationMs / 1_000, shared),
  }
}
