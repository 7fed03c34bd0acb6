import { randomUUID } from 'node:crypto'
import type { LedgerPosition, Store, TransactionRecord, TransactionType } from '../store/store.ts'
import { type Consumption, microKopecksPerKopeck } from './prices.ts'

/** Charge of a request. */
export interface Charge {
  readonly requestId: string
  readonly consumed: Consumption
  readonly costMicroKopecks: number
  readonly at: number
}

/** Balance change that is not a charge. */
export interface Credit {
  readonly userId: string
  readonly type: Exclude<TransactionType, 'charge'>
  /** Negative only for an adjustment. */
  readonly amountKopecks: number
  readonly description: string
  readonly paymentMethod?: string | undefined
  readonly at: number
}

/**
 * Writes the charges of a user's requests to the ledger, a line each. Fractions of a kopeck are neither dropped nor
 * rounded up: the ledger carries them forward until they add up to a whole one, so charges never differ from costs by a
 * kopeck or more. Must be called inside the transaction that records the usage.
 *
 * @returns Kopecks deducted from the balance by each charge; 0 while the fractions add up to less than one.
 */
export async function charge(store: Store, userId: string, charges: readonly Charge[]): Promise<readonly number[]> {
  let position = await store.ledger.open(userId, charges.length)
  const lines = charges.map(({ requestId, consumed, costMicroKopecks, at }): TransactionRecord => {
    const owed = position.remainderMicroKopecks + costMicroKopecks
    const remainderMicroKopecks = owed % microKopecksPerKopeck
    const kopecks = (owed - remainderMicroKopecks) / microKopecksPerKopeck
    const { model, inputTokens, outputTokens } = consumed
    const line = nextLine({ ...position, remainderMicroKopecks }, { userId, at }, 0 - kopecks)
    position = {
      nextSequence: position.nextSequence + 1,
      balanceKopecks: line.balanceAfterKopecks,
      remainderMicroKopecks,
    }
    return { ...line, type: 'charge', description: `Use of ${model}`, requestId, model, inputTokens, outputTokens }
  })
  await store.ledger.append(...lines)
  return lines.map(({ amountKopecks }) => 0 - amountKopecks)
}

/** Writes a balance change that is not a charge. Must be called inside a transaction. */
export async function credit(store: Store, { type, amountKopecks, description, ...rest }: Credit): Promise<void> {
  const line = nextLine(await store.ledger.open(rest.userId), rest, amountKopecks)
  await store.ledger.append({ ...line, type, description, paymentMethod: rest.paymentMethod ?? null })
}

function nextLine(
  { nextSequence, balanceKopecks, remainderMicroKopecks }: LedgerPosition,
  { userId, at }: { readonly userId: string; readonly at: number },
  amountKopecks: number,
): Omit<TransactionRecord, 'type' | 'description'> {
  const balanceAfterKopecks = balanceKopecks + amountKopecks
  if (!Number.isSafeInteger(balanceAfterKopecks))
    throw new RangeError(`A balance of ${balanceAfterKopecks} kopecks exceeds the safe integers`)
  return {
    userId,
    id: randomUUID(),
    sequence: nextSequence,
    amountKopecks,
    balanceAfterKopecks,
    remainderAfterMicroKopecks: remainderMicroKopecks,
    model: null,
    inputTokens: null,
    outputTokens: null,
    paymentMethod: null,
    requestId: null,
    createdAt: at,
  }
}
