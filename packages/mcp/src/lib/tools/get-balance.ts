import { formatMoney, getBalance } from '@mira/account'
import * as z from 'zod'
import { freeHints } from '../tool.ts'
import { type AnyTool, defineTool } from './define-tool.ts'

/** Reads the balance. */
export const getBalanceTool: AnyTool = /* @__PURE__ */ defineTool({
  name: 'get_balance',
  title: 'Get the balance',
  description: 'Returns the balance of the account and what was spent today, this week and this month. Costs nothing.',
  activity: 'Reading the balance',
  inputSchema: z.strictObject({}),
  outputSchema: z.object({
    balance_kopecks: z.number().nullable().describe('Hundredths of a ruble; null if the server does not report it'),
    spending: z
      .object({ today_kopecks: z.number(), week_kopecks: z.number(), month_kopecks: z.number() })
      .optional()
      .describe('Spending in hundredths of a ruble'),
  }),
  annotations: freeHints,
  async run({ client }, _input, { signal }) {
    const { balance_kopecks, spending } = await getBalance(client, { signal })
    const data = { balance_kopecks, ...(spending && { spending: toSpending(spending) }) }
    const balance = balance_kopecks === null ? 'unknown' : formatMoney(balance_kopecks, { locale: 'en' })
    const spent = spending && ` Spent today: ${formatMoney(spending.today_kopecks, { locale: 'en' })}.`
    return { data, content: [{ type: 'text', text: `Balance: ${balance}.${spent ?? ''}` }] }
  },
})

interface Spending {
  readonly today_kopecks: number
  readonly week_kopecks: number
  readonly month_kopecks: number
}

function toSpending({ today_kopecks, week_kopecks, month_kopecks }: Spending): Spending {
  return { today_kopecks, week_kopecks, month_kopecks }
}
