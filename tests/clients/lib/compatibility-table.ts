import { formatTable } from '@mira/tests-size/table'
import type { Cell } from './try-client.ts'

/** A client with the results of its capabilities. */
export interface TriedClient {
  readonly title: string
  readonly version: string
  readonly cells: readonly Cell[]
}

/** Formats results as a table with a row per capability, followed by the reason of each cell that is not a ✓. */
export function formatCompatibility(clients: readonly TriedClient[]): string {
  const names = [...new Set(clients.flatMap(({ cells }) => cells.map(({ name }) => name)))]
  const notes = clients.flatMap(({ title, cells }) =>
    cells
      .filter(({ reason, problem }) => reason !== undefined || problem !== undefined)
      .map(({ name, reason, problem }) => `- ${title}, ${name}: ${reason ?? `fails: ${problem}`}`),
  )
  const rows = names.map((name) => [
    name,
    ...clients.map(({ cells }) => markOf(cells.find((cell) => cell.name === name))),
  ])
  const count = clients.map(({ cells }) => {
    const tried = cells.filter(({ reason }) => reason === undefined)
    return `${tried.filter(({ problem }) => problem === undefined).length} of ${tried.length}`
  })
  const header = ['capability', ...clients.map(({ title, version }) => `${title} (${version})`)]
  return [formatTable(header, [...rows, ['works', ...count]]), '', ...notes].join('\n')
}

/** A capability that the program does not try has no counterpart in the client's interface. */
function markOf(cell: Cell | undefined): string {
  if (cell === undefined) return ''
  if (cell.reason !== undefined) return '–'
  return cell.problem === undefined ? '✓' : '✗'
}
