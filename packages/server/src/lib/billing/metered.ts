import type { Call, ServerContext } from '../context.ts'
import { hasLeft } from '../inference/has-left.ts'
import type { Consumption } from './prices.ts'
import { recordUsage } from './usage.ts'

/** What a piece of work gave, and what it took. */
export interface MeteredResult<Result> {
  readonly result: Result
  readonly consumed: Omit<Consumption, 'model'>
}

/**
 * Does work that is answered as a whole, within the caller's plan; records and charges it when it is done, and charges
 * nothing when it fails or nobody waits for it any more.
 *
 * @throws {ApiError} 402, 403 or 429 beyond the plan, and whatever the work throws.
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
