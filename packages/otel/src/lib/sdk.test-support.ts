import { type Attributes, context, propagation, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import {
  AggregationTemporality,
  type HistogramMetricData,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'

/** The OpenTelemetry SDK with exporters that keep everything in memory. */
export interface Sdk extends AsyncDisposable {
  readonly tracerProvider: TracerProvider
  readonly meterProvider: MeterProvider
  /** Returns the spans that have ended, in the order of their ends. */
  spans(): readonly ReadableSpan[]
  /** Returns the tree of spans by their names, such as `['a', ['b', 'c']]`. Defaults to all. */
  tree(spans?: readonly ReadableSpan[]): unknown[]
  /** Returns a histogram by its name. */
  histogram(name: string): Promise<HistogramMetricData | undefined>
  reset(): void
}

/** Starts an SDK with the global context manager and propagator, as the SDK for Node does. */
export function startSdk(): Sdk {
  const exporter = new InMemorySpanExporter()
  const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] })
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter: metricExporter, exportIntervalMillis: 3_600_000 })
  const meterProvider = new MeterProvider({ readers: [reader] })
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  const spans = () => exporter.getFinishedSpans()
  return {
    tracerProvider,
    meterProvider,
    spans,
    tree: (chosen = spans()) => treeOf(chosen, undefined),
    async histogram(name) {
      await meterProvider.forceFlush()
      const metrics = metricExporter
        .getMetrics()
        .at(-1)
        ?.scopeMetrics.flatMap((scope) => scope.metrics)
      return metrics?.find(({ descriptor }) => descriptor.name === name) as HistogramMetricData | undefined
    },
    reset: () => exporter.reset(),
    async [Symbol.asyncDispose]() {
      context.disable()
      propagation.disable()
      trace.disable()
      await tracerProvider.shutdown()
      await meterProvider.shutdown()
    },
  }
}

function treeOf(spans: readonly ReadableSpan[], parentId: string | undefined): unknown[] {
  const isChild = ({ parentSpanContext }: ReadableSpan): boolean =>
    parentId === undefined
      ? !spans.some((span) => span.spanContext().spanId === parentSpanContext?.spanId)
      : parentSpanContext?.spanId === parentId
  const byStart = ({ startTime: a }: ReadableSpan, { startTime: b }: ReadableSpan): number => a[0] - b[0] || a[1] - b[1]
  return spans
    .filter(isChild)
    .toSorted(byStart)
    .flatMap((span) => {
      const below = treeOf(spans, span.spanContext().spanId)
      return below.length > 0 ? [span.name, below] : [span.name]
    })
}

/** Returns everything that is exported of spans, as text to search. */
export function exportedText(spans: readonly ReadableSpan[]): string {
  return JSON.stringify(
    spans.map(({ name, attributes, events, status, links }) => [
      name,
      attributes,
      events.map((event) => [event.name, event.attributes]),
      status,
      links.map((link) => link.attributes),
    ]),
  )
}

/** Returns all attributes of spans and of their events. */
export function attributesOf(spans: readonly ReadableSpan[]): Attributes {
  return Object.assign(
    {},
    ...spans.flatMap(({ attributes, events }) => [attributes, ...events.map((e) => e.attributes)]),
  )
}
