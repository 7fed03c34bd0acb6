import { type Client, createClient } from '@mira/core'
import { expectTypeOf } from 'vitest'
import { account } from './account.ts'
import type { ApiKeySecret } from './api-key-secret.ts'
import { createApiKey } from './create-api-key.ts'
import { formatMoney } from './format-money.ts'
import { listTransactions } from './list-transactions.ts'
import { parseMoney } from './parse-money.ts'
import type { Transaction, TransactionType } from './transaction.ts'

const mira = createClient().extend(account)
const client: Client = mira

expectTypeOf(createApiKey(client, { name: 'ci' }))
  .resolves.toHaveProperty('secret')
  .toEqualTypeOf<ApiKeySecret>()
createApiKey(client, { name: 'ci', ...{ scopes: ['chat'] } })
// @ts-expect-error a misspelled field
createApiKey(client, { name: 'ci', expires: 1 })
// @ts-expect-error a name is required
createApiKey(client, {})
// @ts-expect-error a secret is not a string until it is revealed
createApiKey(client, { name: 'ci' }).then(({ secret }) => secret.toUpperCase())

expectTypeOf(listTransactions(client)).toExtend<AsyncIterable<Transaction>>()
expectTypeOf(mira.billing.transactions({ type: 'topup', limit: 10 }).pages()).toExtend<
  AsyncIterable<readonly Transaction[]>
>()
expectTypeOf(mira.billing.transactions().toArray({ limit: 5 })).resolves.toEqualTypeOf<Transaction[]>()
// @ts-expect-error an account may have more transactions than fit in memory: a limit is required
mira.billing.transactions().toArray()
expectTypeOf<'charge'>().toExtend<TransactionType>()
mira.usage.get({ group_by: 'model', start: '2026-01-01', ...{ timezone: 'UTC' } })
// @ts-expect-error a day is a string
mira.usage.get({ start: new Date() })

expectTypeOf(mira.billing.balance()).resolves.toHaveProperty('balance_kopecks').toEqualTypeOf<number | null>()
expectTypeOf(parseMoney('1')).toEqualTypeOf<bigint>()
formatMoney(parseMoney('1'), { locale: ['ru', 'en'], currency: 'RUB' })
