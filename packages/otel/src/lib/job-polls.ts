import type { CallEvent } from '@mira/core'
import { type Context, context, createContextKey, type Span, type SpanContext } from '@opentelemetry/api'

const jobKey = /* @__PURE__ */ createContextKey('@mira/otel job')

/** Maximum number of jobs of which the start is remembered. */
const maxJobs = 1_000

/** Marks a context as that of a job, whose polls are events of its span. */
export function withJob(parent: Context, span: Span): Context {
  return parent.setValue(jobKey, span)
}

/** Returns the span of the job that a call polls, if it is a poll. */
export function pollsOf({ operation }: CallEvent): Span | undefined {
  return operation.endsWith('.get') ? (context.active().getValue(jobKey) as Span | undefined) : undefined
}

/** Spans that started jobs, by the ids of the jobs; the oldest are forgotten. */
export class JobLinks {
  readonly #starts = new Map<string, SpanContext>()

  /** Remembers the span that started a job. Any other result is ignored. */
  add(job: unknown, start: SpanContext): void {
    const { id, kind } = Object(job) as { id?: unknown; kind?: unknown }
    if (typeof id !== 'string' || typeof kind !== 'string') return
    this.#starts.set(id, start)
    for (const oldest of this.#starts.keys()) {
      if (this.#starts.size <= maxJobs) break
      this.#starts.delete(oldest)
    }
  }

  /** Returns the span that started a job, if it is known. */
  get(id: string | undefined): SpanContext | undefined {
    return id === undefined ? undefined : this.#starts.get(id)
  }
}
