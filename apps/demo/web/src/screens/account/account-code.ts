import type { Snippets } from '../../app/code/snippets.ts'
import { writeCurl, writePythonRequest } from '../../app/code/write-request.ts'

/** Writes the code that reads the account and creates a key. */
export function writeAccountCode(keyName: string): Snippets {
  const name = keyName.trim() || 'nightly build'
  const requests = [
    { path: '/v1/billing/balance' },
    { path: '/v1/billing/transactions' },
    { path: '/v1/usage' },
    { path: '/v1/api-keys', json: { name } },
  ]
  return {
    typescript: `import { account, formatMoney } from '@mira/account'
import { createClient } from '@mira/core'

const mira = createClient().extend(account) // reads MIRA_BASE_URL and MIRA_API_KEY

const { balance_kopecks, spending } = await mira.billing.balance()
if (balance_kopecks !== null) console.log(formatMoney(balance_kopecks), spending?.by_model)

for await (const { created_at, type, amount_kopecks } of mira.billing.transactions({ type: 'charge' })) {
  console.log(created_at, type, formatMoney(amount_kopecks))
  if (amount_kopecks < -100_00) break // no more pages are fetched
}

const { id, secret } = await mira.apiKeys.create({ name: ${JSON.stringify(name)} })
console.log(\`created \${secret}\`) // prints only the first characters; secret.reveal() returns the full key
await mira.apiKeys.revoke(id)
`,
    curl: requests.map(writeCurl).join('\n\n'),
    python: requests.map(writePythonRequest).join('\n\n'),
  }
}
