import { type ApiKeys, createApiKeys } from '../accounts/api-keys.ts'
import { openDataDirectory } from '../data-directory.ts'
import { openStore } from '../store/open-store.ts'
import type { Store, User } from '../store/store.ts'

/** Where a server keeps its accounts, by the options of the command line. */
export interface AccountPlace {
  readonly dataDir: string
  readonly databaseUrl?: string | undefined
}

/** Environment variable with the secret of servers that share a database. */
export const secretVariable = 'MIRA_SERVER_SECRET'

/** The accounts of a server, whether it runs or not. */
export interface Accounts {
  readonly store: Store
  readonly apiKeys: ApiKeys
  /**
   * Finds a user by id or name.
   *
   * @throws {Error} when there is none, or more than one of the name.
   */
  findUser(idOrName: string): Promise<User>
}

/** Opens the accounts for a piece of work, and closes them after it. */
export async function withAccounts(
  { dataDir, databaseUrl }: AccountPlace,
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
  if (user === undefined) throw new Error(`There is no user ${JSON.stringify(idOrName)}`)
  if (others.length > 0) throw new Error(`Several users are named ${JSON.stringify(idOrName)}; give the id of one`)
  return user
}
