import { median } from '@mira/tests-size/median'
import { formatTable } from '@mira/tests-size/table'
import { contestants, ownClient } from '../clients/contestants.ts'
import type { Row, Table } from '../rows.ts'
import type { Samples } from './samples.ts'

/** Formats a table with one column per contestant. */
export function describeTable({ title, baseline, rows }: Table, samples: Samples): string {
  const clients = Object.keys(contestants).filter(
    (client) => client !== baseline && rows.some(({ scenario }) => samples.of(scenario, client).length > 0),
  )
  const header = ['what', ...(baseline ? [`${baseline} = 1`] : []), ...clients, 'unit', 'gate', 'aim', 'verdict']
  const cells = rows.map((row) => {
    const base = samples.of(row.scenario, baseline ?? '')
    const figures = clients.map((client) => figureOf(row, samples.of(row.scenario, client), base))
    const own = figures[clients.indexOf(ownClient)] ?? Number.NaN
    const baseFigure = `${format(median(base) / (row.divisor ?? 1))} ${row.unit}`
    return [
      row.title,
      ...(baseline ? [baseFigure] : []),
      ...figures.map(format),
      row.isAbsolute ? row.unit : `× ${baseline}`,
      String(row.gate),
      String(row.aim),
      own <= row.aim ? 'aim' : own <= row.gate ? 'gate' : 'MISSED',
    ]
  })
  return `${title}\n\n${formatTable(header, cells)}`
}

/** Ratios are computed within a round, so that other load on the machine affects both values. */
const figureOf = (row: Row, values: readonly number[], base: readonly number[]): number =>
  median(row.isAbsolute ? values : values.map((value, round) => value / (base[round] ?? Number.NaN)))

const format = (figure: number): string => (Number.isNaN(figure) ? '-' : figure.toFixed(2))
