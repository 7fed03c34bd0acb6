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
    /**
     * Lists the active API keys of the account, newest first.
     *
     * @returns The records of the keys, without their secrets.
     * @throws {MiraError} when the call fails.
     */
    list(options?: RequestOptions): Promise<readonly ApiKey[]>
    /**
     * Creates an API key. A retry never creates a second key.
     *
     * @returns The record of the key; `secret.reveal()` returns the key itself, which the server sends only once.
     * @throws {MiraError} when the call fails; `bad_request` when the account has its maximum number of keys.
     * @throws {TypeError} when `name` is not a string, or is empty.
     * @example
     * const { id, secret } = await mira.apiKeys.create({ name: 'ci' })
     */
    create(params: ApiKeyParams, options?: RequestOptions): Promise<CreatedApiKey>
    /**
     * Revokes an API key; the server rejects it from then on. Revoking it again has no effect.
     *
     * @param id - Id of the record, not the key itself or its prefix.
     * @throws {MiraError} when the call fails; `not_found` when the account has no such key.
     * @throws {TypeError} when `id` cannot be the id of a record.
     */
    revoke(id: string, options?: RequestOptions): Promise<void>
  }
  readonly billing: {
    /**
     * Returns the balance of the account.
     *
     * @returns `balance_kopecks` (hundredths of the unit), and the spending if the server reports it.
     * @throws {MiraError} when the call fails.
     */
    balance(options?: RequestOptions): Promise<Balance>
    /**
     * Lists changes of the balance, newest first. Pages are fetched as they are read.
     *
     * @param params - `limit` is the page size, 1 to 200; `offset` and `type` select transactions.
     * @returns An async iterable of transactions, with `pages()` and `toArray({ limit })`.
     * @throws {MiraError} while reading, when a request fails.
     * @throws {RangeError} when `limit` is not 1 to 200, or `offset` is not an integer of at least 0.
     * @example
     * for await (const { type, amount_kopecks } of mira.billing.transactions()) console.log(type, amount_kopecks)
     */
    transactions(params?: TransactionParams, options?: RequestOptions): TransactionList
  }
  readonly usage: {
    /**
     * Returns the usage of the account: requests, tokens and cost of today and of this month, and the quota.
     *
     * @param params - `start`, `end` and `group_by`, if the server supports them.
     * @returns The report; its parts depend on the server.
     * @throws {MiraError} when the call fails.
     */
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
