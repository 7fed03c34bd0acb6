import { type Span, SpanKind } from '@opentelemetry/api'
import { describeRequest, describeResult, isFinish } from './gen-ai-attributes.ts'
import { type EngineCall, type EngineOutcome, noMetrics, type ServerMetrics } from './server-metrics.ts'
import { activate, bindSpan, getTracer, recordFailure } from './tracer.ts'

/** Measures the calls of one engine and creates a span for each. */
export class EngineMeter {
  readonly #metrics: ServerMetrics
  readonly #capability: string

  /** @param capability - Capability of the engine, such as `chat`. */
  constructor(metrics: ServerMetrics, capability: string) {
    this.#metrics = metrics
    this.#capability = capability
  }

  /** Makes a call and measures it until its promise settles. */
  async measure<Result>(operation: string, request: unknown, work: () => Promise<Result>): Promise<Result> {
    const call = this.start(operation, request)
    call.begin()
    try {
      const value = await call.run(work)
      call.note(value)
      call.end('completed')
      return value
    } catch (error) {
      call.end('failed', error)
      throw error
    }
  }

  /** Starts a call whose results are iterated; see {@link MeteredCall.iterate}. */
  start(operation: string, request: unknown): MeteredCall {
    return new MeteredCall(this.#metrics, { capability: this.#capability, operation }, request)
  }
}

/** Engine call with its span. */
export class MeteredCall {
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

  /** Runs `work` with the span of the call active. */
  run<Result>(work: () => Result): Result {
    return activate(this.#span, work)
  }

  /** Wraps the results of the call, which is measured from its first iteration to its last result. */
  iterate<Item>(items: AsyncIterable<Item>): AsyncIterable<Item> {
    const tracedItems = this.run(() => bindSpan(items))
    // Another generator around the engine's costs every stream a turn per event.
    if (this.#metrics === noMetrics && !this.#span.isRecording()) return tracedItems
    return { [Symbol.asyncIterator]: () => this.#iterate(tracedItems) }
  }

  async *#iterate<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
    let outcome: EngineOutcome = 'left'
    let failure: unknown
    this.begin()
    try {
      for await (const item of items) {
        this.note(item)
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
      this.end(outcome, failure)
    }
  }

  begin(): void {
    this.#startedAt = performance.now()
    this.#metrics.engineCallStarted(this.#call)
  }

  /** Adds a result to the span. */
  note(result: unknown): void {
    if (this.#span.isRecording()) this.#span.setAttributes(describeResult(result))
  }

  end(outcome: EngineOutcome, failure?: unknown): void {
    this.#metrics.engineCallEnded(this.#call, outcome, (performance.now() - this.#startedAt) / 1_000)
    if (outcome === 'failed') recordFailure(this.#span, failure)
    this.#span.end()
  }
}
