import { context, type Span, SpanKind, trace } from '@opentelemetry/api'
import { describeRequest, describeResult, isFinish } from './gen-ai-attributes.ts'
import type { EngineCall, EngineOutcome, ServerMetrics } from './server-metrics.ts'
import { getTracer, keepSpan, noteFailure } from './tracer.ts'

/** Measures an engine call from its start to its last result. */
export class EngineWatch {
  readonly #metrics: ServerMetrics
  readonly #call: EngineCall
  readonly #span: Span
  #startedAt = 0

  constructor(metrics: ServerMetrics, call: EngineCall, request: unknown) {
    this.#metrics = metrics
    this.#call = call
    const { name, attributes } = describeRequest(call, request)
    this.#span = getTracer().startSpan(name, { kind: SpanKind.INTERNAL, attributes })
  }

  /**
   * Makes the call and observes its result: a promise immediately, an async iterable from its first iteration. Other
   * results are not measured.
   */
  follow(call: () => unknown): unknown {
    return context.with(trace.setSpan(context.active(), this.#span), () => {
      const result = call()
      if (result instanceof Promise) return this.#followPromise(result)
      return isAsyncIterable(result) ? this.#observeIteration(result) : result
    })
  }

  async #followPromise(result: Promise<unknown>): Promise<unknown> {
    this.#begin()
    try {
      const value = await result
      this.#note(value)
      this.#end('completed')
      return value
    } catch (error) {
      this.#end('failed', error)
      throw error
    }
  }

  /** Preserves other properties of the iterable, such as its audio format. */
  #observeIteration(items: AsyncIterable<unknown>): AsyncIterable<unknown> {
    const tracedItems = keepSpan(items)
    const iterate = () => this.#iterate(tracedItems)
    return new Proxy(items, {
      get: (target, name) => (name === Symbol.asyncIterator ? iterate : Reflect.get(target, name, target)),
    })
  }

  async *#iterate(items: AsyncIterable<unknown>): AsyncGenerator<unknown> {
    let outcome: EngineOutcome = 'left'
    let failure: unknown
    this.#begin()
    try {
      for await (const item of items) {
        this.#note(item)
        // The consumer need not read past the final event.
        if (isFinish(item)) outcome = 'completed'
        yield item
      }
      outcome = 'completed'
    } catch (error) {
      outcome = 'failed'
      failure = error
      throw error
    } finally {
      this.#end(outcome, failure)
    }
  }

  #begin(): void {
    this.#startedAt = performance.now()
    this.#metrics.engineCallStarted(this.#call)
  }

  #note(result: unknown): void {
    if (this.#span.isRecording()) this.#span.setAttributes(describeResult(result))
  }

  #end(outcome: EngineOutcome, failure?: unknown): void {
    this.#metrics.engineCallEnded(this.#call, outcome, (performance.now() - this.#startedAt) / 1_000)
    if (outcome === 'failed') noteFailure(this.#span, failure)
    this.#span.end()
  }
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
