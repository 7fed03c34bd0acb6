import { randomUUID } from 'node:crypto'
import { credit } from '../billing/ledger.ts'
import { findPlan, type PlanId } from '../billing/plans.ts'
import type { Store, User } from '../store/store.ts'

/** Properties of a user to create. */
export interface NewUser {
  readonly name: string
  readonly plan: PlanId
  /** Charges requests over the daily limit instead of rejecting them. Defaults to false. */
  readonly hasOverage?: boolean | undefined
  /** End of the prepaid subscription, in milliseconds since 1970. */
  readonly subscriptionEndsAt?: number | undefined
}

/** Top-up of a balance. */
export interface TopUp {
  readonly userId: string
  readonly amountKopecks: number
  readonly paymentMethod: string
}

const dayMs = 24 * 3_600_000

/** Starting balance of a local server's owner, so that charges are visible during development. */
export const startingBonusKopecks = 10_000_000

/**
 * Creates a user.
 *
 * @throws {RangeError} when the plan is unknown.
 */
export async function createUser(store: Store, newUser: NewUser, at: number): Promise<User> {
  const user: User = {
    id: randomUUID(),
    name: newUser.name,
    plan: findPlan(newUser.plan).id,
    createdAt: at,
    disabledAt: null,
    overageEnabledAt: newUser.hasOverage === true ? at : null,
    subscriptionEndsAt: newUser.subscriptionEndsAt ?? null,
  }
  await store.users.ensure(user)
  return user
}

/** Returns the end of a subscription that starts at `at` and lasts the given number of days. */
export function subscriptionEnd(days: number, at: number): number {
  return at + days * dayMs
}

/**
 * Adds to a user's balance. A top-up upgrades the free plan to pro.
 *
 * @throws {RangeError} when the user does not exist.
 */
export async function topUp(store: Store, { userId, amountKopecks, paymentMethod }: TopUp, at: number): Promise<void> {
  await store.transaction(async (inner) => {
    const user = await inner.users.find(userId)
    if (user === undefined) throw new RangeError(`User ${userId} not found`)
    await credit(inner, { userId, type: 'topup', amountKopecks, description: 'Top-up', paymentMethod, at })
    if (user.plan === 'free') await inner.users.setPlan(userId, 'pro')
  })
}
