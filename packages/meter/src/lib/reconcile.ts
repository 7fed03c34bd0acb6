import { type CallRecord, noHold } from './call-record.ts'
import { Cost, exactOfMinorUnits } from './cost.ts'
import type { MeteredCall } from './metered-call.ts'
import { refuseUnknownFields } from './refuse-unknown-fields.ts'
import { bookOf, type Scope } from './scope.ts'

/** A charge of the account, such as a transaction of `listTransactions`. */
export interface Charge {
  readonly id?: string | undefined
  /** Id of the request that was charged. Without it, the charge matches no call. */
  readonly request_id?: string | null | undefined
  /** Amount in kopecks (hundredths of the unit); negative if it was deducted from the balance. */
  readonly amount_kopecks: number
  /** Only `charge` and `refund` are considered, and charges without a type. */
  readonly type?: string | undefined
  readonly model?: string | null | undefined
  /** Creation time (RFC 3339). */
  readonly created_at?: string | undefined
}

/** Options of {@link reconcile}. */
export interface ReconcileOptions {
  /**
   * Whether the charges are all of the account since the scope was created, so that a call without one was not charged.
   * Defaults to `false`.
   */
  readonly isComplete?: boolean | undefined
  /**
   * Whether nothing else has used the account since the scope was created, so that charges that match no call belong
   * to the scope as well: those of lost responses, whose request ids the client never received. Defaults to `false`.
   */
  readonly isExclusive?: boolean | undefined
}

/** A call whose cost differed from what the account charged. */
export interface CorrectedCall {
  readonly requestId: string
  readonly operation: string
  readonly before: Cost
  readonly after: Cost
}

/** Result of {@link reconcile}. */
export interface Reconciliation {
  /** Number of calls whose cost is now that of the account. */
  readonly matched: number
  /** Calls whose computed cost differed by a whole minor unit or more. */
  readonly corrected: readonly CorrectedCall[]
  /** Charges that match no call of the scope. */
  readonly unmatched: readonly Charge[]
  /** Calls whose cost is still unknown. */
  readonly unknown: readonly MeteredCall[]
  /** Cost of the scope, after the corrections. */
  readonly cost: Cost
}

/** Tolerated difference between the clocks of client and server, in milliseconds. */
const clockSkewMs = 600_000

/**
 * Replaces the costs of a scope by what the account was charged, by the ids of the requests, so that unknown costs become exact.
 *
 * @param scope - Scope of the calls; those in flight and running jobs are unchanged.
 * @param charges - Charges of the account, newest first if they are fetched on demand: reading ends at the first that is older
 * than the scope.
 * @throws {TypeError} when an option is unknown, or the charges are complete but name no requests and are not exclusive.
 * @example await reconcile(scope, mira.billing.transactions({ type: 'charge' }), { isComplete: true })
 */
export async function reconcile(
  scope: Scope,
  charges: Iterable<Charge> | AsyncIterable<Charge>,
  { isComplete = false, isExclusive = false, ...unknown }: ReconcileOptions = {},
): Promise<Reconciliation> {
  refuseUnknownFields('ReconcileOptions', unknown, [])
  const book = bookOf(scope)
  const { currency } = scope.cost
  const rest = await readCharges(charges, scope.startedAtMs)
  if (isComplete && !isExclusive && [...rest.values()].some(({ charges: [first] }) => !first?.request_id))
    throw new TypeError('reconcile: charges without request_id match no call; isComplete needs isExclusive as well')
  const corrected: CorrectedCall[] = []
  let matched = 0
  for (const record of book.records) {
    if (record.status === 'open' || (record.reason === 'running' && !rest.has(record.requestId ?? ''))) continue
    const found = take(rest, record)
    const isUncharged = isComplete && (isExclusive || record.requestId !== undefined)
    if (!found && !isUncharged) continue
    const exact = found?.exact ?? 0n
    const correction = correctionOf(record, exact, currency)
    if (correction) corrected.push(correction)
    if (found) matched += 1
    book.change(record, { status: 'reconciled', exact, held: noHold })
  }
  const unmatched = [...rest.values()]
  if (isExclusive) for (const charged of unmatched) addUnmatched(scope, charged)
  const { cost, unknown: stillUnknown } = scope
  return {
    matched,
    corrected,
    unmatched: unmatched.flatMap(({ charges: lines }) => lines),
    unknown: stillUnknown,
    cost,
  }
}

/** Charges of one request. */
interface Charged {
  readonly key: string
  readonly charges: Charge[]
  /** Sum of their amounts, in hundred-trillionths of the unit. */
  exact: bigint
}

/** Reads charges and adds up those of each request. */
async function readCharges(
  charges: Iterable<Charge> | AsyncIterable<Charge>,
  startedAtMs: number,
): Promise<Map<string, Charged>> {
  const sums = new Map<string, Charged>()
  const isFetched = Symbol.asyncIterator in charges
  for await (const charge of charges) {
    if (Date.parse(charge.created_at ?? '') < startedAtMs - clockSkewMs) {
      if (isFetched) break
      continue
    }
    const { type = 'charge', request_id, id, amount_kopecks } = charge
    if (type !== 'charge' && !(type === 'refund' && request_id)) continue
    const key = request_id ?? `transaction ${id ?? sums.size}`
    const charged = sums.get(key) ?? { key, charges: [], exact: 0n }
    sums.set(key, charged)
    charged.charges.push(charge)
    charged.exact -= exactOfMinorUnits(BigInt(amount_kopecks))
  }
  return sums
}

function take(charged: Map<string, Charged>, { requestId }: CallRecord): Charged | undefined {
  const found = requestId === undefined ? undefined : charged.get(requestId)
  if (found) charged.delete(found.key)
  return found
}

function correctionOf(
  { status, operation, requestId, exact }: CallRecord,
  charged: bigint,
  currency: string,
): CorrectedCall | undefined {
  const difference = charged > exact ? charged - exact : exact - charged
  // A ledger of whole minor units carries fractions forward, by which a single charge may differ.
  if (status !== 'exact' || requestId === undefined || difference < exactOfMinorUnits(1n)) return undefined
  return { requestId, operation, before: new Cost(exact, currency), after: new Cost(charged, currency) }
}

/** Adds a charge whose call is not known by its id. */
function addUnmatched(scope: Scope, { key, exact, charges: [first] }: Charged): void {
  const book = bookOf(scope)
  const record = book.open('unmatched', { calls: 0 })
  book.change(record, { requestId: key, model: first?.model ?? undefined, status: 'reconciled', exact })
}
