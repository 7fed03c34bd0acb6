import type { Store, UsageGroupSum } from '../store/store.ts'
import { thisMonth, thisWeek, today } from './days.ts'

/** Balance and recent spending of a user. */
export interface BalanceReport {
  readonly balanceKopecks: number
  readonly todayKopecks: number
  readonly weekKopecks: number
  readonly monthKopecks: number
  /** Spending of the current month by model, highest first. */
  readonly byModel: readonly UsageGroupSum[]
}

/** Reads the balance of a user from a consistent snapshot. */
export function readBalance(store: Store, userId: string, at: number): Promise<BalanceReport> {
  return store.snapshot(async ({ ledger, usage }) => {
    const models = await usage.sumBy(userId, thisMonth(at), 'model')
    const byModel = models.toSorted((left, right) => right.chargedKopecks - left.chargedKopecks)
    return {
      balanceKopecks: await ledger.balance(userId),
      todayKopecks: (await usage.sum(userId, today(at))).chargedKopecks,
      weekKopecks: (await usage.sum(userId, thisWeek(at))).chargedKopecks,
      monthKopecks: byModel.reduce((sum, { chargedKopecks }) => sum + chargedKopecks, 0),
      byModel,
    }
  })
}
