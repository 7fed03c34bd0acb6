import { Paper, SimpleGrid, Text } from '@mantine/core'
import { type Balance, formatMoney, type UsageReport } from '@mira/account'
import { useLanguage, useTexts } from '../../app/language.tsx'
import { texts } from './texts.ts'

interface BalanceCardsProps {
  readonly balance: Balance
  readonly usage: UsageReport
}

/** Renders the key figures of the account. */
export function BalanceCards({ balance, usage }: BalanceCardsProps) {
  const text = useTexts(texts)
  const { language: locale } = useLanguage()
  const money = (kopecks: number | null | undefined) => (kopecks == null ? '—' : formatMoney(kopecks, { locale }))
  const count = new Intl.NumberFormat(locale)
  const { spending } = balance
  const cards = [
    [text.balance, money(balance.balance_kopecks)],
    [text.today, money(spending?.today_kopecks)],
    [text.month, money(spending?.month_kopecks)],
    [text.requests, count.format(usage.month?.total_requests ?? 0)],
    [text.tokens, count.format(usage.month?.total_tokens ?? 0)],
    [text.plan, usage.quota?.plan ?? '—'],
  ]
  return (
    <SimpleGrid cols={{ base: 2, sm: 3 }} component="dl" m={0}>
      {cards.map(([name, value]) => (
        <Paper key={name} withBorder p="sm">
          <Text component="dt" size="xs" c="dimmed">
            {name}
          </Text>
          <Text component="dd" fw={700} m={0}>
            {value}
          </Text>
        </Paper>
      ))}
    </SimpleGrid>
  )
}
