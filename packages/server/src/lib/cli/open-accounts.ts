import { type ApiKeys, createApiKeys } from '../accounts/api-keys.ts'
import { openDataDirectory } from '../data-directory.ts'
import { openStore } from '../store/open-store.ts'
import type { Store, User } from '../store/store.ts'
import { CommandError } from './command-error.ts'
import { exitCodes } from './exit-codes.ts'

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
    const location = databaseUrl === undefined ? dataDir : 'the database'
    await work({ store, apiKeys, findUser: (idOrName) => findUser(store, { idOrName, location }) })
  } finally {
    await store.close()
  }
}

interface Search {
  readonly idOrName: string
  /** Where the users are, for the message. */
  readonly location: string
}

async function findUser(store: Store, { idOrName, location }: Search): Promise<User> {
  const found = (await store.users.list()).filter(({ id, name }) => id === idOrName || name === idOrName)
  const [user] = found
  if (user !== undefined && found.length === 1) return user
  const name = JSON.stringify(idOrName)
  const message =
    user === undefined
      ? `User ${name} not found in ${location}. List the users with "users list", or add one with "users create".`
      : `${found.length} users are named ${name}. Use an id instead: ${found.map(describeUser).join(', ')}.`
  throw new CommandError(message, { exitCode: exitCodes.failed })
}

/** Describes a user so that those of one name can be distinguished. */
function describeUser({ id, plan, createdAt }: User): string {
  return `${id} (plan ${plan}, created ${new Date(createdAt).toISOString().slice(0, 10)})`
}
