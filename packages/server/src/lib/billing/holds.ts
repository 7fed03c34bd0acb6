import { ApiError } from '../api-error.ts'
import type { ConcurrencySlots } from '../limits/concurrency-slots.ts'
import type { Store } from '../store/store.ts'
import { microKopecksPerKopeck } from './prices.ts'

/** Cost of a request that is not charged yet. */
export interface ExpectedCost {
  /** Maximum cost, in millionths of a kopeck; held until the request is charged or has failed. */
  readonly costMicroKopecks: number
  /** Whether the request costs exactly as much. If so, the balance must cover it. */
  readonly isExact: boolean
  /** Part of the balance that the session of the request already holds, in millionths of a kopeck. */
  readonly ownMicroKopecks: number
}

/** Balance of a user that open requests and jobs do not hold, in millionths of a kopeck. */
export interface AvailableBalance {
  /** Negative if running requests may cost more than the balance. */
  readonly available: bigint
  readonly held: bigint
}

/**
 * Reads the available balance of a user. Must be called with the user locked, so that no request is admitted between
 * this and the hold of the next.
 */
export async function readAvailable(store: Store, slots: ConcurrencySlots, userId: string): Promise<AvailableBalance> {
  const totals = await slots.totals({ userId }, store)
  const heldByRequests = totals.reduce((sum, { heldMicroKopecks }) => sum + heldMicroKopecks, 0n)
  const held = heldByRequests + (await store.jobs.sumHeld(userId))
  const balance = BigInt(await store.ledger.balance(userId)) * BigInt(microKopecksPerKopeck)
  return { available: balance - held, held }
}

/** Returns whether the available balance allows a request: a known cost must be covered, an unknown one begun. */
export function isCovered({ available }: AvailableBalance, { costMicroKopecks, isExact }: ExpectedCost): boolean {
  return available > 0n && (!isExact || available >= BigInt(costMicroKopecks))
}

/** Creates the 402 error of a request that is not covered. */
export function insufficientBalance({ available, held }: AvailableBalance, cost: ExpectedCost): ApiError {
  const reason = describeShortage({ available, held }, cost)
  return new ApiError(402, `Insufficient balance: ${reason}top up to continue`)
}

function describeShortage({ available, held }: AvailableBalance, { costMicroKopecks, isExact }: ExpectedCost): string {
  const rest = available > 0n ? available : 0n
  if (isExact && costMicroKopecks > 0 && available + held > 0n) {
    const costKopecks = BigInt(Math.ceil(costMicroKopecks / microKopecksPerKopeck))
    return `the request costs ${toRubles(costKopecks)} rubles and ${toRubles(rest / BigInt(microKopecksPerKopeck))} are available; `
  }
  return available + held > 0n ? 'requests in progress hold the rest of it; wait for them or ' : ''
}

/** Formats kopecks as rubles with two decimals. */
function toRubles(kopecks: bigint): string {
  return `${kopecks / 100n}.${String(kopecks % 100n).padStart(2, '0')}`
}
