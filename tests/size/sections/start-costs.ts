import { nameWithVersion, otherClients } from '../lib/peers.ts'
import { measureStart, type StartCost } from '../lib/start-cost.ts'
import { formatTable } from '../lib/table.ts'

const runs = 7
/** Number of runs for other clients, one of which takes more than a second. */
const fewRuns = 3
const budget = { importMs: 12, heapMiB: 3 }

const figures = ({ importMs, heapMiB }: StartCost): string[] => [importMs.toFixed(1), heapMiB.toFixed(2)]

/** Prints import costs. Times depend on the machine, so nothing fails. */
export function printStartCosts(): void {
  const own = measureStart(['@mira/core', '@mira/chat'], runs)
  const isWithin = own.importMs <= budget.importMs && own.heapMiB <= budget.heapMiB
  const rows = [
    [
      'mira core + chat',
      ...figures(own),
      `${budget.importMs} ms, ${budget.heapMiB} MiB`,
      isWithin ? 'within' : 'above',
    ],
    [nameWithVersion('openai'), ...figures(measureStart(['openai'], runs))],
    [nameWithVersion('ai'), ...figures(measureStart(['ai', '@ai-sdk/openai-compatible'], runs))],
    ...otherClients.map((name) => [nameWithVersion(name), ...figures(measureStart([name], fewRuns))]),
  ]
  console.log(`\nImport in a fresh process (Node ${process.version}, median of ${runs}; printed only)\n`)
  console.log(formatTable(['package', 'ms', 'heap MiB', 'budget', 'verdict'], rows))
}
