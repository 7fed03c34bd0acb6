// Compares the cost of a call with handwritten and third-party clients, on loopback, in one run. Prints without
// asserting. `--quick` shortens the run, with code that is not warm yet (its ratios are worse than those of a full
// run); `--only=word` runs the rows whose scenario contains the word, `--rounds=n` repeats the measurement n times,
// `--seed=n` repeats the random streams of an earlier run.
import { parseArgs } from 'node:util'
import { contestants, ownClient } from './clients/contestants.ts'
import { buildClientProcess } from './lib/build.ts'
import { describeTable } from './lib/describe-table.ts'
import { runChild } from './lib/run-child.ts'
import { Samples } from './lib/samples.ts'
import { startServer } from './lib/server.ts'
import { type Row, type Table, tables } from './rows.ts'
import { scenarios } from './scenarios/scenarios.ts'

const { quick, only, rounds, seed } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    rounds: { type: 'string' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
  },
}).values

const isChosen = ({ scenario }: Row): boolean => scenario.toLowerCase().includes(only.toLowerCase())
const chosen = tables
  .map((table) => ({ ...table, rows: table.rows.filter(isChosen) }))
  .filter(({ rows }) => rows.length > 0)
const samples = new Samples()
const program = await buildClientProcess()
const server = await startServer(Number(seed))
try {
  // Contestants alternate within each round, so that other load on the machine affects all of them equally.
  for (let round = 1; round <= Number(rounds ?? (quick ? 1 : 3)); round += 1) {
    for (const table of chosen) for (const row of table.rows) await measureRow(table, row, round)
  }
} finally {
  server.stop()
}
const slow = Object.keys(contestants).filter((client) => contestants[client]?.isSlow)
console.log(
  `\nNode ${process.version}, loopback, seed ${seed}; ${slow.join(' and ')} read shorter streams and leave fewer`,
)
for (const table of chosen) console.log(`\n${describeTable(table, samples)}`)

async function measureRow({ baseline, clients }: Table, { title, scenario: name }: Row, round: number): Promise<void> {
  const scenario = scenarios[name]
  if (!scenario) throw new Error(`There is no scenario ${name}`)
  const startedAt = performance.now()
  const figures: string[] = []
  for (const [client, { skills, isSlow }] of Object.entries(contestants)) {
    if (!skills.includes(scenario.needs) || clients?.includes(client) === false) continue
    // Third-party clients are only shown for comparison: one round is enough.
    if (round > 1 && client !== baseline && client !== ownClient) continue
    const units = (quick && scenario.quickUnits) || (isSlow && scenario.slowUnits) || scenario.units
    const figure = await runChild(program, { client, scenario: name, units, origin: server.origin })
    samples.add(name, client, figure)
    figures.push(`${client} ${figure.toFixed(2)}`)
  }
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed()
  console.error(`round ${round}, ${title} (${seconds} s): ${figures.join(', ')}`)
}
