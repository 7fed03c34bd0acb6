import { BarChart } from '@mantine/charts'
import { Paper, Text } from '@mantine/core'
import type { Balance, UsageReport } from '@mira/account'
import { useTexts } from '../../app/language.tsx'
import { texts } from './texts.ts'

/** Limits the width: a single bar would fill the chart. */
const barProps = { maxBarSize: 48 }

interface UsageChartsProps {
  readonly balance: Balance
  readonly usage: UsageReport
}

/** Renders charts of the spending by model and the requests by day. */
export function UsageCharts({ balance, usage }: UsageChartsProps) {
  const text = useTexts(texts)
  const models = (balance.spending?.by_model ?? []).map(({ model, total_kopecks }) => ({
    model,
    // A floating-point approximation is sufficient for the height of a bar.
    rubles: total_kopecks / 100,
  }))
  const days = usage.month?.daily_breakdown ?? []
  return (
    <>
      <Chart title={text.spending} isEmpty={models.length === 0}>
        <BarChart
          // A line for each: otherwise only every second or third model is named.
          h={Math.max(220, models.length * 30 + 40)}
          data={models}
          dataKey="model"
          orientation="vertical"
          yAxisProps={{ width: 130, interval: 0 }}
          barProps={barProps}
          series={[{ name: 'rubles', color: 'violet.6' }]}
        />
      </Chart>
      <Chart title={text.usage} isEmpty={days.length === 0}>
        <BarChart
          yAxisProps={{ allowDecimals: false }}
          h={220}
          data={days}
          dataKey="date"
          barProps={barProps}
          series={[{ name: 'requests', color: 'teal.6' }]}
        />
      </Chart>
    </>
  )
}

interface ChartProps {
  readonly title: string
  readonly isEmpty: boolean
  readonly children: React.ReactNode
}

function Chart({ title, isEmpty, children }: ChartProps) {
  const text = useTexts(texts)
  return (
    <Paper withBorder p="sm" component="figure" m={0} aria-label={title}>
      <Text component="figcaption" size="sm" fw={600} mb="sm">
        {title}
      </Text>
      {isEmpty ? <Text c="dimmed">{text.none}</Text> : children}
    </Paper>
  )
}
