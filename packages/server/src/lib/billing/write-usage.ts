import { groupBy } from '../store/group-by.ts'
import type { Store, UsageOutcome, UsageRecord } from '../store/store.ts'
import { charge } from './ledger.ts'
import type { Consumption, Prices } from './prices.ts'

/** Usage of a request, to record with {@link writeUsage}. */
export interface UsageEntry extends Pick<UsageRecord, 'id' | 'userId' | 'keyId' | 'requestId' | 'endpoint'> {
  readonly consumed: Consumption
  readonly outcome: UsageOutcome
  /** Whether the consumption is charged to the balance. */
  readonly isCharged: boolean
  readonly at: number
}

/**
 * Charges a user, records usage and updates the counters of keys. Must be called inside a transaction. Rows are locked
 * in a fixed order, so that two transactions cannot wait for each other.
 *
 * @param entries - Usage of one user.
 */
export async function writeUsage(store: Store, prices: Prices, entries: readonly UsageEntry[]): Promise<void> {
  const costs = entries.map(({ isCharged, consumed }) => (isCharged ? prices.cost(consumed) : 0))
  const kopecks = await chargeAll(store, entries, costs)
  const records = entries.map(({ consumed, isCharged: _, at, ...source }, index): UsageRecord => {
    const { model, inputTokens, outputTokens } = consumed
    const cost = { costMicroKopecks: costs[index]!, chargedKopecks: kopecks[index]! }
    return { ...source, model, inputTokens, outputTokens, ...cost, createdAt: at }
  })
  await store.usage.add(...records)
  const counted = records.filter(({ outcome }) => outcome !== 'error')
  for (const used of groupBy(counted, ({ keyId }) => keyId)) {
    const tokens = used.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0)
    const at = Math.max(...used.map(({ createdAt }) => createdAt))
    await store.apiKeys.count(used[0]!.keyId, { requests: used.length, tokens, at })
  }
}

/** Writes the charges and returns the kopecks that each entry deducted. */
async function chargeAll(
  store: Store,
  entries: readonly UsageEntry[],
  costs: readonly number[],
): Promise<readonly number[]> {
  const charges = entries.flatMap((entry, index) =>
    entry.isCharged ? [{ ...entry, costMicroKopecks: costs[index]! }] : [],
  )
  if (charges.length === 0) return costs
  const deducted = (await charge(store, entries[0]!.userId, charges)).values()
  return entries.map(({ isCharged }) => (isCharged ? deducted.next().value! : 0))
}
