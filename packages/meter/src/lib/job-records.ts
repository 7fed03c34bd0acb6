import { toRecord } from '@mira/core/internal'
import type { CallRecord } from './call-record.ts'
import type { CallSettler, ModelNames } from './call-settler.ts'
import type { Usage } from './usage.ts'
import { usageOf } from './usage-of.ts'

/** A job that a scope has started. */
interface StartedJob {
  readonly record: CallRecord
  readonly models: ModelNames
  /** Usage that was requested: the most that is charged. */
  readonly requested: Usage
}

/** Jobs of a scope that run, whose cost is known when they have settled. */
export class JobRecords {
  readonly #settler: CallSettler
  readonly #running = new Map<string, StartedJob>()

  constructor(settler: CallSettler) {
    this.#settler = settler
  }

  /** Records a job that was started, with its state so far. */
  add(id: string, job: StartedJob, state: unknown): void {
    const { record, models, requested } = job
    this.#running.set(id, job)
    this.#settler.settle(record, { models, reason: 'running', estimate: requested })
    this.#noteState(id, state)
  }

  /** Records the state in the response of a URL, if that is about one of the jobs. */
  note(url: string, state: unknown): void {
    if (this.#running.size === 0) return
    for (const part of new URL(url).pathname.split('/').reverse()) {
      const id = decodeURIComponent(part)
      if (this.#running.has(id)) return this.#noteState(id, state)
    }
  }

  #noteState(id: string, state: unknown): void {
    const { status } = toRecord(state)
    const job = this.#running.get(id)
    if (!job || !['succeeded', 'failed', 'canceled'].includes(String(status))) return
    this.#running.delete(id)
    const { record, models, requested } = job
    const usage = usageOf(state)
    // Only a job that succeeded is charged.
    if (!usage) return this.#settler.settleFree(record, { models, reason: `job_${String(status)}` })
    const durationMs = Math.min(usage.durationMs, requested.durationMs || usage.durationMs)
    this.#settler.settle(record, { models, usage: { ...usage, durationMs } })
  }
}
