import { ApiError } from '../api-error.ts'
import type { Admitted } from '../billing/admission.ts'
import { findPlan } from '../billing/plans.ts'
import { recordUsage } from '../billing/usage.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'

/** Model under which voice sessions are priced: by the second of audio, received and sent. */
export const realtimeModel = 'mira-realtime'

/**
 * Audio after which usage is recorded and charged, in milliseconds: the maximum that a crash may lose or a session
 * overdraw.
 */
const installmentMs = 30_000

/** Options of {@link UsageMeter}. */
export interface UsageMeterOptions {
  readonly context: Pick<ServerContext, 'logger' | 'now' | 'prices' | 'store'>
  readonly call: Call
  readonly admitted: Admitted
  /** Called when the balance is exhausted or usage cannot be recorded. */
  readonly onFailure: (error: ApiError) => void
}

/** Meters the audio of a session and charges it in installments. */
export class UsageMeter {
  readonly #options: UsageMeterOptions
  #unrecordedMs = 0
  #recording: Promise<void> = Promise.resolve()

  constructor(options: UsageMeterOptions) {
    this.#options = options
  }

  /** Adds audio that was received or sent. */
  add(durationMs: number): void {
    this.#unrecordedMs += durationMs
    if (this.#unrecordedMs >= installmentMs) void this.#record()
  }

  /** Records the remaining usage and releases the session's slot in its plan. */
  async end(): Promise<void> {
    const { context, admitted, call } = this.#options
    try {
      await this.#record()
    } finally {
      await admitted.release()
      context.logger.info({ requestId: call.requestId, key: call.principal.keyPrefix }, 'realtime session ended')
    }
  }

  #record(): Promise<void> {
    const durationMs = Math.round(this.#unrecordedMs)
    this.#unrecordedMs = 0
    this.#recording = this.#recording.then(() => this.#recordNow(durationMs))
    return this.#recording
  }

  async #recordNow(durationMs: number): Promise<void> {
    const { context, call, admitted, onFailure } = this.#options
    const { isCharged } = admitted
    const consumed = { model: realtimeModel, inputTokens: 0, outputTokens: 0, durationMs }
    try {
      await recordUsage(context, call, { consumed, outcome: 'completed', isCharged })
      const { payment } = findPlan(call.principal.user.plan)
      if (!isCharged || payment === 'credit') return
      if ((await context.store.ledger.balance(call.principal.userId)) > 0) return
      onFailure(new ApiError(402, 'Insufficient balance: top up to continue'))
    } catch (err) {
      context.logger.error({ requestId: call.requestId, err }, 'failed to record the usage of a realtime session')
      onFailure(new ApiError(500, 'Usage could not be recorded'))
    }
  }
}
