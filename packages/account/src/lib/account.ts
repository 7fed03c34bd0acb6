import type { Client, RequestOptions } from '@mira/core'
import type { ApiKey } from './api-key.ts'
import { type ApiKeyParams, type CreatedApiKey, createApiKey } from './create-api-key.ts'
import { type Balance, getBalance } from './get-balance.ts'
import { getUsage, type UsageParams, type UsageReport } from './get-usage.ts'
import { listApiKeys } from './list-api-keys.ts'
import { listTransactions, type TransactionList } from './list-transactions.ts'
import { revokeApiKey } from './revoke-api-key.ts'
import type { TransactionParams } from './transaction.ts'

/** What {@link account} adds to a client. */
export interface AccountMembers {
  readonly apiKeys: {
    /** {@link listApiKeys} */
    list(options?: RequestOptions): Promise<readonly ApiKey[]>
    /** {@link createApiKey} */
    create(params: ApiKeyParams, options?: RequestOptions): Promise<CreatedApiKey>
    /** {@link revokeApiKey} */
    revoke(id: string, options?: RequestOptions): Promise<void>
  }
  readonly billing: {
    /** {@link getBalance} */
    balance(options?: RequestOptions): Promise<Balance>
    /** {@link listTransactions} */
    transactions(params?: TransactionParams, options?: RequestOptions): TransactionList
  }
  readonly usage: {
    /** {@link getUsage} */
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
