import type { Client, RequestOptions } from '@mira/core'
import type { ApiKey } from './api-key.ts'
import { type ApiKeyParams, type CreatedApiKey, createApiKey } from './create-api-key.ts'
import { type Balance, getBalance } from './get-balance.ts'
import { getUsage, type UsageParams, type UsageReport } from './get-usage.ts'
import { listApiKeys } from './list-api-keys.ts'
import { listTransactions, type TransactionList } from './list-transactions.ts'
import { revokeApiKey } from './revoke-api-key.ts'
import type { TransactionParams } from './transaction.ts'

/** Members that {@link account} adds to a client. */
export interface AccountMembers {
  readonly apiKeys: {
    /** Lists the active API keys. See {@link listApiKeys}. */
    list(options?: RequestOptions): Promise<readonly ApiKey[]>
    /** Creates an API key. See {@link createApiKey}. */
    create(params: ApiKeyParams, options?: RequestOptions): Promise<CreatedApiKey>
    /** Revokes an API key. See {@link revokeApiKey}. */
    revoke(id: string, options?: RequestOptions): Promise<void>
  }
  readonly billing: {
    /** Returns the balance of the account. See {@link getBalance}. */
    balance(options?: RequestOptions): Promise<Balance>
    /** Lists changes of the balance. See {@link listTransactions}. */
    transactions(params?: TransactionParams, options?: RequestOptions): TransactionList
  }
  readonly usage: {
    /** Returns the usage of the account. See {@link getUsage}. */
    get(params?: UsageParams, options?: RequestOptions): Promise<UsageReport>
  }
}

/**
 * Binds the operations of this package to a client.
 *
 * @example const mira = createClient().extend(account)
 */
export function account(client: Client): AccountMembers {
  return {
    apiKeys: {
      list: (options) => listApiKeys(client, options),
      create: (params, options) => createApiKey(client, params, options),
      revoke: (id, options) => revokeApiKey(client, id, options),
    },
    billing: {
      balance: (options) => getBalance(client, options),
      transactions: (params, options) => listTransactions(client, params, options),
    },
    usage: { get: (params, options) => getUsage(client, params, options) },
  }
}
