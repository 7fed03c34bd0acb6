import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import { isClientDisconnected } from '../inference/is-client-disconnected.ts'
import type { Store } from '../store/store.ts'
import type { Admitted } from './admission.ts'
import type { Consumption } from './prices.ts'
import { recordUsage } from './usage.ts'

/** Result of metered work, with the resources it consumed. */
export interface MeteredResult<Result> {
  readonly result: Result
  readonly consumed: Omit<Consumption, 'model'>
}

/** Work to run with {@link runMetered}. */
export interface MeteredWork<Result> {
  /** Model that is charged, and what the work will consume at most. */
  readonly expected: Consumption
  /** Whether the work will consume exactly as much. */
  readonly isExact: boolean
  /** Whether the result is withheld, free of charge, if the balance does not cover what it cost in the end. */
  readonly mustBeCovered?: boolean | undefined
  work(): Promise<MeteredResult<Result>>
}

/**
 * Runs work with a non-streaming response within the caller's plan. Usage is recorded and charged on completion; failed
 * work and work whose client has disconnected or whose request has timed out are free.
 *
 * @throws {ApiError} 402, 403 or 429 when the plan does not allow the request, 402 for an uncovered result.
 * @throws Any error of `work`.
 */
export async function runMetered<Result>(
  context: Pick<ServerContext, 'admission' | 'now' | 'pendingWork' | 'usageWriter' | 'store'>,
  call: Call,
  metered: MeteredWork<Result>,
): Promise<Result> {
  const admitted = await context.admission.admit(call, metered)
  const run = complete(context, call, { ...metered, admitted }).finally(() => admitted.release())
  context.pendingWork.add(run)
  return run
}

async function complete<Result>(
  context: Pick<ServerContext, 'admission' | 'now' | 'usageWriter' | 'store'>,
  call: Call,
  { expected, work, mustBeCovered = false, admitted }: MeteredWork<Result> & { readonly admitted: Admitted },
): Promise<Result> {
  const { model } = expected
  const { signal } = call
  try {
    const { result, consumed: used } = await work()
    signal.throwIfAborted()
    const consumed = { model, ...used }
    const { isCharged } = admitted
    const verify = (within: Store) => context.admission.checkCovered(within, call.principal, { ...admitted, consumed })
    await recordUsage(context, call, {
      ...{ consumed, outcome: 'completed', isCharged },
      verify: mustBeCovered ? verify : undefined,
    })
    return result
  } catch (error) {
    const outcome = isClientDisconnected(signal) ? 'cancelled' : 'error'
    const consumed = { model, inputTokens: 0, outputTokens: 0 }
    await recordUsage(context, call, { consumed, outcome, isCharged: false })
    throw error
  }
}
