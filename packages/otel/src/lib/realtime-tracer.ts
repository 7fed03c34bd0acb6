import type { TaskEvent } from '@mira/core'
import { toRecord } from '@mira/core/internal'
import { type Attributes, type Context, type Span, SpanKind } from '@opentelemetry/api'
import { describeContent } from './content.ts'
import { attributes } from './convention.ts'
import { errorTypeOf } from './error-type.ts'
import { failSpan, recordError } from './record-error.ts'
import { defined, describeTarget, text } from './request-attributes.ts'
import { describeResult, readTokens } from './result-attributes.ts'
import type { TracerParts } from './tracer-parts.ts'

type Fields = Readonly<Record<string, unknown>>

/** A response in progress. */
interface ResponseSpan {
  readonly span: Span
  readonly target: Attributes
  readonly startedAtMs: number
  hasChunk: boolean
}

/** Creates the spans and metrics of the responses of a realtime session. */
export class RealtimeTracer {
  readonly #session: TaskEvent
  readonly #parent: Context
  readonly #parts: TracerParts
  readonly #responses = new Map<unknown, ResponseSpan>()
  #model: string | undefined

  constructor(session: TaskEvent, parent: Context, parts: TracerParts) {
    this.#session = session
    this.#parent = parent
    this.#parts = parts
  }

  /** Processes an event of the server. */
  note(event: Fields): void {
    const { type, session, response, response_id } = event
    if (type === 'session.created' || type === 'session.updated')
      this.#model = text(toRecord(session).model) ?? this.#model
    else if (type === 'response.created') this.#start(toRecord(response).id)
    else if (type === 'response.done') this.#finish(toRecord(response))
    else if (String(type).endsWith('.delta')) this.#noteChunk(response_id)
  }

  /** Ends the responses in progress, when the session ends. */
  end(error: unknown): void {
    for (const response of this.#responses.values()) {
      if (error !== undefined) recordError(response.span, error, this.#parts.captureContent)
      this.#end(response, {}, error === undefined ? undefined : errorTypeOf(error))
    }
    this.#responses.clear()
  }

  #start(id: unknown): void {
    if (typeof id !== 'string' || this.#responses.has(id)) return
    const target = describeTarget({ name: 'chat' }, { url: this.#session.url, model: this.#model })
    const name = this.#model === undefined ? 'chat' : `chat ${this.#model}`
    const options = { kind: SpanKind.CLIENT, attributes: { ...target, [attributes.requestStream]: true } }
    const span = this.#parts.tracer.startSpan(name, options, this.#parent)
    this.#responses.set(id, { span, target, startedAtMs: performance.now(), hasChunk: false })
  }

  #noteChunk(id: unknown): void {
    const response = this.#responses.get(id)
    if (!response || response.hasChunk) return
    response.hasChunk = true
    const elapsedMs = performance.now() - response.startedAtMs
    response.span.setAttribute(attributes.responseTimeToFirstChunk, elapsedMs / 1_000)
    this.#parts.metrics.recordFirstChunk(elapsedMs, response.target)
  }

  #finish(result: Fields): void {
    const response = this.#responses.get(result.id)
    if (!this.#responses.delete(result.id) || !response) return
    const { span } = response
    const errorType = result.status === 'failed' ? 'response_failed' : undefined
    span.setAttributes(describeResult({ object: 'realtime.response', ...result }))
    if (this.#parts.captureContent) span.setAttributes(describeContent({}, result))
    if (errorType) failSpan(span, errorType)
    this.#end(response, result, errorType)
  }

  #end({ span, target, startedAtMs }: ResponseSpan, { usage, model }: Fields, errorType: string | undefined): void {
    this.#parts.metrics.recordCall({
      durationMs: performance.now() - startedAtMs,
      tokens: readTokens(usage),
      attributes: {
        ...target,
        ...defined({ [attributes.responseModel]: text(model), [attributes.errorType]: errorType }),
      },
    })
    span.end()
  }
}
