import { type ApiKeys, createApiKeys } from '../accounts/api-keys.ts'
import { openDataDirectory } from '../data-directory.ts'
import { openStore } from '../store/open-store.ts'
import type { Store, User } from '../store/store.ts'

/** Command-line options that locate the accounts of a server. */
export interface AccountLocation {
  readonly dataDir: string
  readonly databaseUrl?: string | undefined
}

/** Environment variable of the secret of servers that share a database. */
export const secretVariable = 'MIRA_SERVER_SECRET'

/** Accounts of a server, which may or may not be running. */
export interface Accounts {
  readonly store: Store
  readonly apiKeys: ApiKeys
  /**
   * Finds a user by id or name.
   *
   * @throws {Error} when there is no such user, or several users have the name.
   */
  findUser(idOrName: string): Promise<User>
}

/** Runs `work` with the accounts of a server, and closes them afterwards. */
export async function withAccounts(
  { dataDir, databaseUrl }: AccountLocation,
  work: (accounts: Accounts) => Promise<void>,
): Promise<void> {
  const { databasePath, secret } = await openDataDirectory(dataDir, process.env[secretVariable])
  const store = await openStore(databaseUrl, databasePath)
  try {
    const apiKeys = createApiKeys(store, secret, Date.now)
    await work({ store, apiKeys, findUser: (idOrName) => findUser(store, idOrName) })
  } finally {
    await store.close()
  }
}

async function findUser(store: Store, idOrName: string): Promise<User> {
  const users = await store.users.list()
  const [user, ...others] = users.filter(({ id, name }) => id === idOrName || name === idOrName)
  if (user === undefined) throw new Error(`User ${JSON.stringify(idOrName)} not found`)
  if (others.length > 0) throw new Error(`Several users are named ${JSON.stringify(idOrName)}; use an id`)
  return user
}
