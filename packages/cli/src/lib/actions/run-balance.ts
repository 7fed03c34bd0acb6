import { formatMoney, getBalance } from '@mira/account'
import type { CommandContext, GlobalFlags } from '../command-context.ts'
import { writeJson } from '../output.ts'
import { writeTable } from '../write-table.ts'

/** Prints the balance and what was spent. */
export async function runBalance({ client, request }: CommandContext, { json }: GlobalFlags): Promise<void> {
  const balance = await getBalance(client, request)
  if (json) return writeJson(balance)
  const { balance_kopecks, balance_rubles = 'unknown', currency, spending } = balance
  const format = (kopecks: number): string => formatMoney(kopecks, { locale: 'ru', currency })
  const rows = [['Balance', balance_kopecks === null ? balance_rubles : format(balance_kopecks)]]
  if (spending) {
    rows.push(['Spent today', format(spending.today_kopecks)])
    rows.push(['Spent this week', format(spending.week_kopecks)])
    rows.push(['Spent this month', format(spending.month_kopecks)])
    for (const { model, total_kopecks } of spending.by_model ?? []) rows.push([`  ${model}`, format(total_kopecks)])
  }
  await writeTable(['', 'AMOUNT'], rows)
}
