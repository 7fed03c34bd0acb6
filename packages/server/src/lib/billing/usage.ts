import { randomUUID } from 'node:crypto'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import { withSpan } from '../observability/tracer.ts'
import type { Store, UsageOutcome, UsageRecord } from '../store/store.ts'
import { charge } from './ledger.ts'
import type { Consumption, Prices } from './prices.ts'

/** Usage of a request. */
export interface RequestUsage {
  readonly consumed: Consumption
  readonly outcome: UsageOutcome
  /** Whether the consumption is charged to the balance. */
  readonly isCharged: boolean
  /** Called inside the transaction, before the charge; its rejection rolls the charge back. */
  readonly verify?: ((within: Store) => Promise<void>) | undefined
}

/** Origin of a usage record. */
export type UsageSource = Pick<UsageRecord, 'userId' | 'keyId' | 'requestId' | 'endpoint'>

/** Entry to record with {@link writeUsage}. */
export interface UsageEntry extends Omit<RequestUsage, 'verify'> {
  readonly source: UsageSource
  readonly at: number
}

/**
 * Records the usage of a request, updates the counters of its key and charges the user, all in one transaction. For an
 * idempotency key, only the first completed run is recorded.
 *
 * @throws {ApiError} 408 when a completed request has timed out meanwhile; then nothing is recorded.
 */
export async function recordUsage(
  { store, prices, now }: Pick<ServerContext, 'now' | 'prices' | 'store'>,
  call: Call,
  usage: RequestUsage,
): Promise<void> {
  const { principal, requestId, endpoint, idempotencyClaim } = call
  const { userId, keyId } = principal
  const at = now()
  const isCompleted = usage.outcome === 'completed'
  const work = async (inner: Store) => {
    const isNew =
      !isCompleted || idempotencyClaim === undefined || (await inner.idempotency.markCharged(idempotencyClaim, at))
    if (isNew) {
      await usage.verify?.(inner)
      await writeUsage(inner, prices, { ...usage, source: { userId, keyId, requestId, endpoint }, at })
    }
    if (isCompleted) call.commit?.()
  }
  await withSpan('record usage', { 'mira.outcome': usage.outcome }, () => store.transaction(work))
}

/** Records usage like {@link recordUsage}. Must be called inside a transaction. */
export async function writeUsage(store: Store, prices: Prices, entry: UsageEntry): Promise<void> {
  const { source, consumed, outcome, isCharged, at } = entry
  const { userId, keyId, requestId, endpoint } = source
  const { model, inputTokens, outputTokens } = consumed
  const costMicroKopecks = isCharged ? prices.cost(consumed) : 0
  const chargedKopecks = isCharged ? await charge(store, { userId, requestId, consumed, costMicroKopecks, at }) : 0
  await store.usage.add({
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
  if (outcome !== 'error') await store.apiKeys.count(keyId, { requests: 1, tokens: inputTokens + outputTokens, at })
}
