import { account, formatMoney } from '@mira/account'
import { createClient } from '@mira/core'

const mira = createClient({ baseUrl: '/api/mira' }).extend(account)

const { balance_kopecks, spending } = await mira.billing.balance()
if (balance_kopecks !== null) console.log(formatMoney(balance_kopecks), spending?.by_model)

for await (const { created_at, type, amount_kopecks } of mira.billing.transactions({ type: 'charge' })) {
  console.log(created_at, type, formatMoney(amount_kopecks))
  if (amount_kopecks < -100_00) break // no more pages are fetched
}

const { id, secret } = await mira.apiKeys.create({ name: 'nightly build' })
console.log(`created ${secret}`) // prints only the first characters; secret.reveal() returns the full key
await mira.apiKeys.revoke(id)
