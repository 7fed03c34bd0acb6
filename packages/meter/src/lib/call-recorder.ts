import { type CallContext, type CallEvent, type EndEvent, isMiraError, type Reply, type WireRequest } from '@mira/core'
import { toRecord } from '@mira/core/internal'
import type { Budget } from './budget.ts'
import type { CallBook } from './call-book.ts'
import { type CallRecord, type Hold, noHold } from './call-record.ts'
import { type CallSettler, holdOf, type ModelNames } from './call-settler.ts'
import { unknownCostReason } from './failure.ts'
import { JobRecords } from './job-records.ts'
import type { MeterSettings } from './meter-options.ts'
import { isJob, type RequestFacts, readRequestFacts } from './request-facts.ts'
import { addUsage, noUsage, type Usage } from './usage.ts'
import { isComplete, usageOf } from './usage-of.ts'
import { isStream, outputOf, type StreamProgress, type WatchedStream, watchItems } from './watch-items.ts'

/** A request that was sent: one attempt of a call. */
interface Send {
  readonly record: CallRecord
  readonly context: CallContext
  readonly attempt: number
  readonly request: WireRequest
  facts: RequestFacts | undefined
  stream: WatchedStream | undefined
}

/** Parts of a {@link CallRecorder}. */
export interface CallRecorderParts {
  readonly book: CallBook
  readonly budget: Budget
  readonly settings: MeterSettings
  readonly settler: CallSettler
  /** Removes API keys from the id of a request. */
  redact(text: string): string
}

/** Records the requests of calls, from their start to their end. */
export class CallRecorder {
  readonly #parts: CallRecorderParts
  readonly #jobs: JobRecords
  readonly #sends = new WeakMap<object, Send[]>()
  readonly #models = new WeakMap<object, string>()

  constructor(parts: CallRecorderParts) {
    this.#parts = parts
    this.#jobs = new JobRecords(parts.settler)
  }

  /** Remembers the model of a call, which a body that is not JSON hides. */
  noteRequest({ call, model }: CallEvent): void {
    if (model !== undefined) this.#models.set(call, model)
  }

  /**
   * Records that a request is sent.
   *
   * @throws {BudgetError} when it exceeds the budget.
   */
  open(request: WireRequest, context: CallContext): Send {
    const { operation, attempt } = context
    const { book, budget } = this.#parts
    const earlier = this.#sends.get(context) ?? []
    for (const send of earlier) if (send.attempt < attempt) this.#abandon(send, send.request.signal.reason)
    const facts = budget.limitsUse || isJob(operation) ? this.#readFacts(request, operation) : undefined
    const calls = earlier.length === 0 ? 1 : 0
    const held = facts ? this.#reserve(context, facts) : noHold
    budget.admit(operation, { held, calls })
    const record = book.open(operation, { calls, held })
    const send: Send = { record, context, attempt, request, facts, stream: undefined }
    this.#sends.set(context, [...earlier, send])
    return send
  }

  /** Records the response to a request. */
  reply(send: Send, { data, headers }: Reply): void {
    const { book, redact } = this.#parts
    const { record, request } = send
    // A replayed response repeats that of an earlier attempt, under whose id it was charged.
    const isReplayed = headers.get('idempotency-replayed') === 'true'
    const requestId = isReplayed ? undefined : headers.get('x-request-id')
    if (requestId) book.change(record, { requestId: redact(requestId) })
    if (isReplayed || (headers.get('idempotency-key') && request.headers['idempotency-key']))
      this.#mergeEarlier(send, isReplayed)
    if (isStream(data)) return this.#watch(send, data)
    const { id, model } = toRecord(data)
    const models = this.#modelsOf(send, model)
    if (isJob(record.operation) && typeof id === 'string') {
      const requested = this.#factsOf(send).usage
      return this.#jobs.add(id, { record, models, requested }, toRecord(data).state)
    }
    this.#parts.settler.settle(record, { models, usage: usageOf(data) ?? this.#requestedUsage(send) })
  }

  /** Records that a request has failed. */
  fail(send: Send, error: unknown): void {
    const { settler, book, redact } = this.#parts
    const { record, request } = send
    if (record.status !== 'open') return
    // Refused by an inner scope, before it was sent.
    if (isMiraError(error) && error.code === 'budget_exceeded') return book.discard(record)
    const models = this.#modelsOf(send)
    if (isMiraError(error) && error.requestId) book.change(record, { requestId: redact(error.requestId) })
    const reason = unknownCostReason(error, request.signal.aborted)
    if (reason !== undefined) settler.settle(record, { models, reason })
    else settler.settleFree(record, { models, reason: isMiraError(error) ? error.code : undefined })
  }

  /** Records that a request was left unanswered. */
  #abandon(send: Send, error: unknown): void {
    if (error !== undefined) return this.fail(send, error)
    const { record } = send
    if (record.status === 'open')
      this.#parts.settler.settle(record, { models: this.#modelsOf(send), reason: 'aborted' })
  }

  /** Records the end of a call, and with it that of its stream. */
  end({ call, error }: Pick<EndEvent, 'call' | 'error'>): void {
    for (const send of this.#sends.get(call) ?? []) {
      if (send.stream) this.#endStream(send, send.stream, error)
      else if (isDownload(send) && (error !== undefined || send.context.signal.aborted)) this.#endDownload(send, error)
      else this.#abandon(send, error)
    }
  }

  /** Records what a response to another request shows of the jobs of this scope. */
  noteJob(request: WireRequest, { data }: Reply): void {
    this.#jobs.note(request.url, toRecord(data).state)
  }

  /** A server that applies the idempotency key has executed the call once, whichever attempt it was. */
  #mergeEarlier(send: Send, isReplayed: boolean): void {
    const { book, settler } = this.#parts
    for (const { record } of this.#sends.get(send.context) ?? []) {
      if (record === send.record || record.status !== 'unknown') continue
      if (isReplayed) book.change(send.record, { requestId: record.requestId })
      if (isReplayed) book.change(record, { requestId: undefined })
      settler.settleFree(record, { models: this.#modelsOf(send), reason: record.reason })
    }
  }

  #watch(send: Send, stream: WatchedStream): void {
    send.stream = stream
    const { budget, settings } = this.#parts
    if (budget.limitsUse) watchItems(stream, settings.countOutput, (progress) => this.#progress(send, progress))
  }

  /** Holds what a stream has produced, and ends the stream when that exceeds the budget. */
  #progress(send: Send, { outputTokens, reported }: StreamProgress): void {
    const { record, context } = send
    const { book, budget, settler } = this.#parts
    if (record.status !== 'open') return
    const used = { ...this.#factsOf(send).usage, completionTokens: outputTokens }
    const held = holdOf(larger(used, reported ?? noUsage), settler.priceOf(record.operation, this.#modelsOf(send)))
    if (held.cost <= record.held.cost && held.tokens <= record.held.tokens) return
    book.change(record, { held: higher(held, record.held) })
    const error = budget.check(record.operation)
    if (error) (context as CallContext & { abort(reason: unknown): void }).abort(error)
  }

  #endStream(send: Send, { snapshot }: WatchedStream, error: unknown): void {
    const { record } = send
    if (record.status !== 'open') return
    const { settler, settings } = this.#parts
    const usage = usageOf(snapshot)
    const isWhole = isComplete(snapshot)
    const cause = isMiraError(error) ? error.code : error === undefined && isWhole ? 'no_usage' : 'aborted'
    const estimate = { ...this.#factsOf(send).usage, completionTokens: settings.countOutput(outputOf(snapshot)) }
    settler.settle(record, {
      models: this.#modelsOf(send, toRecord(snapshot).model),
      usage,
      reason: usage && isWhole ? undefined : cause,
      estimate: larger(estimate, usage ?? noUsage),
    })
  }

  /** Records the end of a download that was not read to its end: the server charges what it has generated. */
  #endDownload(send: Send, error: unknown): void {
    const { record } = send
    if (record.status !== 'exact' || record.usage.characters === 0) return this.#abandon(send, error)
    const { model, usage } = record
    const reason = isMiraError(error) ? error.code : 'aborted'
    this.#parts.settler.settle(record, { models: [model], usage, reason, estimate: usage })
  }

  /** Returns what a call is certain to need at most, as far as its request shows that. */
  #reserve(context: CallContext, { usage, maxOutputTokens = 0, model }: RequestFacts): Hold {
    const { budget, settler } = this.#parts
    const { operation } = context
    const name = model ?? this.#models.get(context)
    const price = settler.priceOf(operation, [name])
    if (budget.limitsCost && !price) throw budget.unpriced(operation, name)
    return holdOf(addUsage(usage, { ...noUsage, completionTokens: maxOutputTokens }), price)
  }

  #requestedUsage(send: Send): Usage | undefined {
    const { operation } = send.record
    return isDownload(send) ? this.#readFacts(send.request, operation).usage : undefined
  }

  #factsOf(send: Send): RequestFacts {
    send.facts ??= this.#readFacts(send.request, send.record.operation)
    return send.facts
  }

  #readFacts(request: WireRequest, operation: string): RequestFacts {
    return readRequestFacts(operation, request, this.#parts.settings.countInput)
  }

  #modelsOf({ context, facts }: Send, reported?: unknown): ModelNames {
    const named = typeof reported === 'string' && reported !== '' ? reported : undefined
    return [named, facts?.model, this.#models.get(context)]
  }
}

/** Whether the usage of a call is that of its request, and its response a download. */
const isDownload = ({ record }: Send): boolean => record.operation.startsWith('audio.speech')

/** Returns the larger count of each kind. */
function larger(one: Usage, other: Usage): Usage {
  const counts = Object.entries(one).map(([name, count]) => [name, Math.max(count, other[name as keyof Usage])])
  return Object.fromEntries(counts) as unknown as Usage
}

function higher(one: Hold, other: Hold): Hold {
  const { cost } = one.cost > other.cost ? one : other
  return { cost, tokens: Math.max(one.tokens, other.tokens) }
}
