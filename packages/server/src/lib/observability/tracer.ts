import { type Attributes, context, type Span, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api'
import { version } from '../version.ts'

/** Spans of the server; they go nowhere until whoever runs it loads an OpenTelemetry SDK. */
export function getTracer(): Tracer {
  return trace.getTracer('@mira/server', version)
}

/** Runs `work` in a span of its own, below the one that is active. */
export function withSpan<Result>(name: string, attributes: Attributes, work: () => Promise<Result>): Promise<Result> {
  return getTracer().startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work()
    } catch (error) {
      noteFailure(span, error)
      throw error
    } finally {
      span.end()
    }
  })
}

/** Marks a span as failed, by the kind of the failure alone: its message may quote what a user wrote. */
export function noteFailure(span: Span, error: unknown): void {
  span.setAttribute('error.type', error instanceof Error ? error.name : typeof error)
  span.setStatus({ code: SpanStatusCode.ERROR })
}

/** Lets an iteration that is read later go on below the span that is active now. */
export function keepSpan<Item>(items: AsyncIterable<Item>): AsyncIterable<Item> {
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
