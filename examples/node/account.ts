// #region quick
import { account, formatMoney } from '@mira/account'
import { createClient } from '@mira/core'

const mira = createClient().extend(account) // reads MIRA_API_KEY and MIRA_BASE_URL

const { balance_kopecks, spending } = await mira.billing.balance()
if (balance_kopecks !== null) console.log(formatMoney(balance_kopecks, { locale: 'ru' }))
for (const { model, total_kopecks } of spending?.by_model ?? []) console.log(model, formatMoney(total_kopecks))
// #endregion

// #region transactions
for await (const { created_at, type, amount_kopecks } of mira.billing.transactions({ type: 'charge' })) {
  console.log(created_at, type, formatMoney(amount_kopecks))
  if (amount_kopecks < -100_00) break // no further pages are fetched
}
const latest = await mira.billing.transactions().toArray({ limit: 10 })
console.log(`${latest.length} of the latest`)
// #endregion

// #region usage
const { today, quota } = await mira.usage.get()
console.log(today?.total_requests, quota?.remaining_today === -1 ? 'unlimited' : quota?.remaining_today)

const byModel = await mira.usage.get({ start: '2026-01-01', end: '2026-12-31', group_by: 'model' })
console.log(byModel.range) // if the server supports these parameters, as `@mira/server` does
// #endregion
