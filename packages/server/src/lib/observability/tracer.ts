import { type Attributes, context, type Span, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api'
import { version } from '../version.ts'

/** Returns the tracer of the server; its spans are discarded unless an OpenTelemetry SDK is loaded. */
export function getTracer(): Tracer {
  return trace.getTracer('@mira/server', version)
}

/** Runs `work` in a new child span of the active one. */
export function withSpan<Result>(name: string, attributes: Attributes, work: () => Promise<Result>): Promise<Result> {
  return getTracer().startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work()
    } catch (error) {
      recordFailure(span, error)
      throw error
    } finally {
      span.end()
    }
  })
}

/** Marks a span as failed with the error's name only, since its message may quote user content. */
export function recordFailure(span: Span, error: unknown): void {
  span.setAttribute('error.type', error instanceof Error ? error.name : typeof error)
  span.setStatus({ code: SpanStatusCode.ERROR })
}

/** Wraps an async iterable so that a later iteration runs in the currently active span. */
export function bindSpan<Item>(items: AsyncIterable<Item>): AsyncIterable<Item> {
  const active = context.active()
  return {
    [Symbol.asyncIterator]() {
      const iterator = items[Symbol.asyncIterator]()
      return {
        next: () => context.with(active, () => iterator.next()),
        return: async (value) =>
          context.with(active, async () => (await iterator.return?.(value)) ?? { done: true, value }),
      }
    },
  }
}
