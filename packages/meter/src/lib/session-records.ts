import type { SessionUsage } from '@mira/core/internal'
import type { Budget } from './budget.ts'
import type { CallBook } from './call-book.ts'
import type { CallRecord } from './call-record.ts'
import type { CallSettler } from './call-settler.ts'
import { noUsage } from './usage.ts'
import { usageOf } from './usage-of.ts'

/** Parts of {@link SessionRecords}. */
export interface SessionRecordsParts {
  readonly book: CallBook
  readonly budget: Budget
  readonly settler: CallSettler
  /** Model of responses that name none. */
  readonly model: string
}

/** Records the usage of realtime sessions: a call for each response, and one for the audio of each session. */
export class SessionRecords {
  readonly #parts: SessionRecordsParts
  readonly #audio = new WeakMap<object, CallRecord>()

  constructor(parts: SessionRecordsParts) {
    this.#parts = parts
  }

  /** Records usage, and ends the session when that exceeds the budget. */
  note(event: SessionUsage): void {
    if (event.durationMs !== undefined) this.#noteAudio(event.session, event.durationMs)
    else this.#noteResponse(event)
    const error = this.#parts.budget.check(event.operation)
    if (error) event.end(error)
  }

  #noteResponse({ operation, id, status, model, usage }: SessionUsage): void {
    const { book, settler } = this.#parts
    const record = book.open(operation, { calls: 1 })
    if (id !== undefined) book.change(record, { requestId: id })
    const reported = usageOf({ usage })
    const isWhole = status === 'completed' || status === 'incomplete'
    const reason = reported && isWhole ? undefined : isWhole ? 'no_usage' : (status ?? 'aborted')
    settler.settle(record, { models: [model ?? this.#parts.model], usage: reported, reason })
  }

  #noteAudio(session: object, totalMs: number): void {
    const { book, settler } = this.#parts
    const durationMs = Math.round(totalMs)
    const record = this.#audio.get(session) ?? book.open('realtime.audio', { calls: 0 })
    this.#audio.set(session, record)
    settler.settle(record, { models: [], usage: { ...noUsage, durationMs } })
  }
}
