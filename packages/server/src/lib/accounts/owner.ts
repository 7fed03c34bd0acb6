import { credit } from '../billing/ledger.ts'
import type { ServerContext } from '../context.ts'
import type { Store } from '../store/store.ts'
import { startingBonusKopecks } from './users.ts'

/** Id of a local server's user, which is created at the first start. */
export const ownerId = '00000000-0000-4000-8000-000000000001'

/**
 * Ensures that the owner exists and has an API key and a balance.
 *
 * @param configuredKeys - API keys to accept while this process runs; those of earlier starts are no longer valid.
 * @returns An API key: the first of `configuredKeys`, or a new one if the owner had none. Undefined otherwise, because the
 * secret of an existing key is not stored.
 */
export async function prepareOwner(
  context: Pick<ServerContext, 'apiKeys' | 'now' | 'store'>,
  configuredKeys: readonly string[],
): Promise<string | undefined> {
  const { store, apiKeys, now } = context
  await store.transaction((inner) => ensureOwner(inner, now()))
  for (const key of configuredKeys) await apiKeys.adopt(key, ownerId, 'Configured key')
  if (configuredKeys.length > 0) return configuredKeys[0]
  const existing = await apiKeys.listActive(ownerId)
  if (existing.length > 0) return undefined
  return (await apiKeys.issue(ownerId, 'Development key')).secret
}

async function ensureOwner(store: Store, at: number): Promise<void> {
  const none = { disabledAt: null, overageEnabledAt: null, subscriptionEndsAt: null }
  await store.users.ensure({ id: ownerId, name: 'Owner', plan: 'local', createdAt: at, ...none })
  await store.users.lock(ownerId)
  const lines = await store.ledger.list(ownerId, { limit: 1, offset: 0 })
  if (lines.length > 0) return
  const description = 'Starting bonus of a local server'
  await credit(store, { userId: ownerId, type: 'bonus', amountKopecks: startingBonusKopecks, description, at })
}
