import { randomUUID } from 'node:crypto'
import type { Call, ServerContext } from '../context.ts'
import type { UsageOutcome } from '../store/store.ts'
import { charge } from './ledger.ts'
import type { Consumption } from './prices.ts'

/** How a request went, as far as it matters to its account. */
export interface UsageEnd {
  readonly outcome: UsageOutcome
  /** Whether what was consumed is taken from the balance. */
  readonly isCharged: boolean
}

/**
 * Records what a request consumed, adds it to the counters of its key and charges it: all of that or nothing. Of the
 * runs of one idempotency key, only the first that completes is recorded.
 */
export async function recordUsage(
  { store, prices, now }: ServerContext,
  call: Call,
  consumed: Consumption,
  { outcome, isCharged }: UsageEnd,
): Promise<void> {
  const { principal, requestId, endpoint, idempotencyClaim } = call
  const { userId, keyId } = principal
  const { model, inputTokens, outputTokens } = consumed
  const at = now()
  const costMicroKopecks = isCharged ? prices.cost(consumed) : 0
  await store.transaction(async (inner) => {
    if (outcome === 'completed' && idempotencyClaim !== undefined) {
      if (!(await inner.idempotency.markCharged(idempotencyClaim, at))) return
    }
    const chargedKopecks = isCharged ? await charge(inner, { userId, requestId, consumed, costMicroKopecks, at }) : 0
    await inner.usage.add({
      id: randomUUID(),
      userId,
      keyId,
      requestId,
      endpoint,
      model,
      inputTokens,
      outputTokens,
      outcome,
      costMicroKopecks,
      chargedKopecks,
      createdAt: at,
    })
    if (outcome !== 'error') await inner.apiKeys.count(keyId, { requests: 1, tokens: inputTokens + outputTokens, at })
  })
}
