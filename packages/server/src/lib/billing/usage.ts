import { randomUUID } from 'node:crypto'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import { withSpan } from '../observability/tracer.ts'
import type { Store } from '../store/store.ts'
import type { UsageEntry } from './write-usage.ts'

/** Usage of a request. */
export interface RequestUsage extends Pick<UsageEntry, 'consumed' | 'outcome' | 'isCharged'> {
  /** Called inside the transaction, before the charge; its rejection rolls the charge back. */
  readonly verify?: ((within: Store) => Promise<void>) | undefined
}

/**
 * Records the usage of a request, updates the counters of its key and charges the user, all in one transaction. For an
 * idempotency key, only the first completed run is recorded.
 *
 * @throws {ApiError} 408 when a completed request has timed out meanwhile; then nothing is recorded.
 */
export async function recordUsage(
  { usageWriter, now }: Pick<ServerContext, 'now' | 'usageWriter'>,
  call: Call,
  { verify, ...usage }: RequestUsage,
): Promise<void> {
  const { principal, requestId, endpoint } = call
  const { userId, keyId } = principal
  const at = now()
  const entry = { id: randomUUID(), userId, keyId, requestId, endpoint, ...usage, at }
  const isCompleted = usage.outcome === 'completed'
  const claim = isCompleted ? call.idempotencyClaim : undefined
  const prepare = async (within: Store) => {
    if (claim !== undefined && !(await within.idempotency.markCharged(claim, at))) return false
    await verify?.(within)
    return true
  }
  const steps = {
    prepare: claim === undefined && verify === undefined ? undefined : prepare,
    commit: isCompleted ? call.commit : undefined,
  }
  await withSpan('record usage', { 'mira.outcome': usage.outcome }, () => usageWriter.write(entry, steps))
}
