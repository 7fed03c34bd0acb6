import { randomUUID } from 'node:crypto'
import { credit } from '../billing/ledger.ts'
import { findPlan, type PlanId } from '../billing/plans.ts'
import type { Store, User } from '../store/store.ts'

/** A user to create. */
export interface NewUser {
  readonly name: string
  readonly plan: PlanId
  /** Lets requests over the daily limit be charged instead of refused. */
  readonly hasOverage?: boolean | undefined
  /** Until when the plan is paid in advance. */
  readonly subscriptionEndsAt?: number | undefined
}

/** A top-up. */
export interface TopUp {
  readonly userId: string
  readonly amountKopecks: number
  readonly paymentMethod: string
}

const dayMs = 24 * 3_600_000

/** What the owner of a local server has to spend, so that development meets a balance that moves. */
export const startingBonusKopecks = 10_000_000

/** Adds a user. */
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

/** When a subscription of so many days ends. */
export function subscriptionEnd(days: number, at: number): number {
  return at + days * dayMs
}

/**
 * Adds to a balance; the first top-up takes a user of the free plan to pro.
 *
 * @throws {RangeError} for a user who does not exist.
 */
export async function topUp(store: Store, { userId, amountKopecks, paymentMethod }: TopUp, at: number): Promise<void> {
  await store.transaction(async (inner) => {
    const user = await inner.users.find(userId)
    if (user === undefined) throw new RangeError(`There is no user ${userId}`)
    await credit(inner, { userId, type: 'topup', amountKopecks, description: 'Top-up', paymentMethod, at })
    if (user.plan === 'free') await inner.users.setPlan(userId, 'pro')
  })
}
