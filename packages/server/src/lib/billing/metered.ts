import type { Call, ServerContext } from '../context.ts'
import { hasLeft } from '../inference/has-left.ts'
import type { Consumption } from './prices.ts'
import { recordUsage } from './usage.ts'

/** Result of metered work, with the resources it consumed. */
export interface MeteredResult<Result> {
  readonly result: Result
  readonly consumed: Omit<Consumption, 'model'>
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
  model: string,
  work: () => Promise<MeteredResult<Result>>,
): Promise<Result> {
  const admitted = await context.admission.admit(call, model)
  const run = (async () => {
    try {
      const { result, consumed } = await attempt(context, call, model, work)
      await recordUsage(context, call, { model, ...consumed }, { outcome: 'completed', isCharged: admitted.isCharged })
      return result
    } finally {
      await admitted.end()
    }
  })()
  context.pendingWork.add(run)
  return run
}

async function attempt<Result>(
  context: Pick<ServerContext, 'now' | 'prices' | 'store'>,
  call: Call,
  model: string,
  work: () => Promise<MeteredResult<Result>>,
): Promise<MeteredResult<Result>> {
  const { signal } = call
  try {
    const done = await work()
    signal.throwIfAborted()
    return done
  } catch (error) {
    const outcome = hasLeft(signal) ? 'cancelled' : 'error'
    await recordUsage(context, call, { model, inputTokens: 0, outputTokens: 0 }, { outcome, isCharged: false })
    throw error
  }
}
