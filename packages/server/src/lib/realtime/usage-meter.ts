import { ApiError } from '../api-error.ts'
import type { Admitted } from '../billing/admission.ts'
import { recordUsage } from '../billing/usage.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'

/** Model under which voice sessions are priced: by the second of audio, received and sent. */
export const realtimeModel = 'mira-realtime'

/**
 * Audio after which usage is recorded and charged, in milliseconds: the maximum that a crash may lose or a session
 * overdraw.
 */
export const installmentMs = 30_000

/** Options of {@link UsageMeter}. */
export interface UsageMeterOptions {
  readonly context: Pick<ServerContext, 'admission' | 'logger' | 'now' | 'usageWriter' | 'store'>
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

  /**
   * Adds audio that was received or sent.
   *
   * @returns The recording of an installment, if one is complete: no more audio should be received before it resolves.
   */
  add(durationMs: number): Promise<void> | undefined {
    this.#unrecordedMs += durationMs
    return this.#unrecordedMs >= installmentMs ? this.#record() : undefined
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
      if (isCharged) await this.#checkBalance()
    } catch (err) {
      if (err instanceof ApiError && err.status === 402) return onFailure(err)
      context.logger.error({ requestId: call.requestId, err }, 'failed to record the usage of a realtime session')
      onFailure(new ApiError(500, 'Usage could not be recorded'))
    }
  }

  /**
   * Checks that there is a balance left for the next installment, which the session holds already.
   *
   * @throws {ApiError} 402.
   */
  async #checkBalance(): Promise<void> {
    const { context, call, admitted } = this.#options
    const consumed = { model: realtimeModel, inputTokens: 0, outputTokens: 0 }
    await context.store.transaction((inner) =>
      context.admission.checkCovered(inner, call.principal, { ...admitted, consumed }),
    )
  }
}
