import { formatMoney, getUsage, type UsageReport } from '@mira/account'
import type { CommandContext, GlobalFlags } from '../command-context.ts'
import { writeJson } from '../output.ts'
import { writeTable } from '../write-table.ts'

/** Options of `mira usage`. */
export interface UsageFlags {
  readonly start?: string | undefined
  readonly end?: string | undefined
  readonly groupBy?: string | undefined
}

/** Prints requests, tokens, costs and the quota. */
export async function runUsage(
  { client, request }: CommandContext,
  { start, end, groupBy: group_by, json }: UsageFlags & GlobalFlags,
): Promise<void> {
  const report = await getUsage(client, { start, end, group_by }, request)
  if (json) return writeJson(report)
  await writeTable(['PERIOD', 'REQUESTS', 'TOKENS', 'COST'], toRows(report))
}

function toRows({ today, month, quota, range }: UsageReport): string[][] {
  const rows = [
    ...(today ? [toRow('Today', today)] : []),
    ...(month ? [toRow('This month', month)] : []),
    ...rangeRows(range),
  ]
  if (!quota) return rows
  const { plan, daily_limit, remaining_today } = quota
  const left = remaining_today === -1 ? 'unlimited' : `${remaining_today} of ${daily_limit} left`
  return [...rows, [`Quota today (${plan})`, left, '', '']]
}

/** Sums of a day, a month or a group. */
interface Totals {
  readonly total_requests?: unknown
  readonly total_tokens?: unknown
  readonly total_cost_microcents?: unknown
}

function toRow(title: string, { total_requests, total_tokens, total_cost_microcents: cost }: Totals): string[] {
  return [
    title,
    String(total_requests ?? ''),
    String(total_tokens ?? ''),
    typeof cost === 'number' ? formatMoney(Math.round(cost / 10_000), { locale: 'ru' }) : '',
  ]
}

/** Rows of the groups of a period, which newer servers report. */
function rangeRows(range: unknown): string[][] {
  const { groups } = (range ?? {}) as { readonly groups?: unknown }
  if (!Array.isArray(groups)) return []
  return groups.map((group: Totals & { readonly group?: unknown }) => toRow(String(group.group ?? ''), group))
}
