export { type AccountMembers, account } from './lib/account.ts'
export type { ApiKey } from './lib/api-key.ts'
export type { ApiKeySecret } from './lib/api-key-secret.ts'
export { type ApiKeyFields, type ApiKeyParams, type CreatedApiKey, createApiKey } from './lib/create-api-key.ts'
export { formatMoney, type MoneyFormat } from './lib/format-money.ts'
export { type Balance, getBalance, type ModelSpending, type Spending } from './lib/get-balance.ts'
export {
  getUsage,
  type UsageDay,
  type UsageFields,
  type UsageMonth,
  type UsageParams,
  type UsageQuota,
  type UsageReport,
  type UsageToday,
} from './lib/get-usage.ts'
export { listApiKeys } from './lib/list-api-keys.ts'
export { listTransactions, type TransactionList } from './lib/list-transactions.ts'
export { parseMoney } from './lib/parse-money.ts'
export { revokeApiKey } from './lib/revoke-api-key.ts'
export type {
  Transaction,
  TransactionFields,
  TransactionParams,
  TransactionType,
} from './lib/transaction.ts'
