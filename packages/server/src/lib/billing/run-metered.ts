import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import { isClientDisconnected } from '../inference/is-client-disconnected.ts'
import type { Consumption } from './prices.ts'
import { recordUsage } from './usage.ts'

/** Result of metered work, with the resources it consumed. */
export interface MeteredResult<Result> {
  readonly result: Result
  readonly consumed: Omit<Consumption, 'model'>
}

/** Work to run with {@link runMetered}. */
export interface MeteredWork<Result> {
  /** Model that is charged. */
  readonly model: string
  work(): Promise<MeteredResult<Result>>
}

/**
 * Runs work with a non-streaming response within the caller's plan. Usage is recorded and charged on completion; failed
 * work and work whose client has disconnected are free.
 *
 * @throws {ApiError} 402, 403 or 429 when the plan does not allow the request.
 * @throws Any error of `work`.
 */
export async function runMetered<Result>(
  context: Pick<ServerContext, 'admission' | 'now' | 'pendingWork' | 'prices' | 'store'>,
  call: Call,
  { model, work }: MeteredWork<Result>,
): Promise<Result> {
  const admitted = await context.admission.admit(call, model)
  const run = (async () => {
    try {
      const { result, consumed } = await attempt(context, call, { model, work })
      const { isCharged } = admitted
      await recordUsage(context, call, { consumed: { model, ...consumed }, outcome: 'completed', isCharged })
      return result
    } finally {
      await admitted.release()
    }
  })()
  context.pendingWork.add(run)
  return run
}

async function attempt<Result>(
  context: Pick<ServerContext, 'now' | 'prices' | 'store'>,
  call: Call,
  { model, work }: MeteredWork<Result>,
): Promise<MeteredResult<Result>> {
  const { signal } = call
  try {
    const done = await work()
    signal.throwIfAborted()
    return done
  } catch (error) {
    const outcome = isClientDisconnected(signal) ? 'cancelled' : 'error'
    const consumed = { model, inputTokens: 0, outputTokens: 0 }
    await recordUsage(context, call, { consumed, outcome, isCharged: false })
    throw error
  }
}
