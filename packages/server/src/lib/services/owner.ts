import type { ServerContext } from '../context.ts'

/** The one user of a local server. */
export const ownerId = '00000000-0000-4000-8000-000000000001'

/**
 * Makes sure that there is an owner with a key.
 *
 * @param given Keys to accept.
 * @returns A key to use: the first given, or a new one when the owner had none; else undefined, as the secret of a
 * key made earlier is not kept.
 */
export async function prepareOwner(context: ServerContext, given: readonly string[]): Promise<string | undefined> {
  const { store, apiKeys, now } = context
  await store.users.ensure({ id: ownerId, name: 'Owner', createdAt: now(), disabledAt: null })
  for (const key of given) await apiKeys.adopt(key, ownerId, 'Configured key')
  if (given.length > 0) return given[0]
  const existing = await store.apiKeys.listActive(ownerId)
  if (existing.length > 0) return undefined
  return (await apiKeys.issue(ownerId, 'Development key')).secret
}
