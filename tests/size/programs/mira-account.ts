import { account } from '@mira/account'
import { createClient } from '@mira/core'

const mira = createClient({ baseUrl: '/api/mira' }).extend(account)
console.log(await mira.billing.balance())
