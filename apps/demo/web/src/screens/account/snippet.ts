import { account, formatMoney } from '@mira/account'
import { createClient } from '@mira/core'

const mira = createClient({ baseUrl: '/api/mira' }).extend(account)

const { balance_kopecks, spending } = await mira.billing.balance()
if (balance_kopecks !== null) console.log(formatMoney(balance_kopecks), spending?.by_model)

for await (const { created_at, type, amount_kopecks } of mira.billing.transactions({ type: 'charge' })) {
  console.log(created_at, type, formatMoney(amount_kopecks))
  if (amount_kopecks < -100_00) break // nothing more is fetched
}

const { id, secret } = await mira.apiKeys.create({ name: 'nightly build' })
console.log(`created ${secret}`) // its first characters only; secret.reveal() gives the whole
await mira.apiKeys.revoke(id)
