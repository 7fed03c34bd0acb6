// Compares what a call costs with hand-written and other clients, on loopback, all in one run. Prints, asserts nothing.
// `--quick` keeps it under a minute, with code that is not warm yet (its ratios are worse than those of a full run);
// `--only=word` runs the rows whose scenario holds the word.
import { parseArgs } from 'node:util'
import { median } from '@mira/tests-size/median'
import { formatTable } from '@mira/tests-size/table'
import { buildClientProcess } from './lib/build.ts'
import { runChild } from './lib/run-child.ts'
import { startServer } from './lib/server.ts'
import { type Row, rows } from './rows.ts'
import { scenarios } from './scenarios/scenarios.ts'

const yardstick = 'node:http'
const clients = [yardstick, 'socket', 'fetch', 'parser', 'openai', 'anthropic', 'ai', 'mira']
/** `fetch` with eventsource-parser, and anthropic's client, are here for how they read streams. */
const streamReaders = ['parser', 'anthropic']
const streamScenarios = ['importOnly', 'chatStreamEach', 'chatStreamBulk', 'chatStreamTorn', 'peakMemory', 'firstText']
const { quick, only, rounds } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    rounds: { type: 'string' },
  },
}).values

const program = await buildClientProcess()
const server = await startServer()
const chosen = rows.filter(({ scenario }) => scenario.toLowerCase().includes(only.toLowerCase()))
const samples = new Map<string, number[]>()
try {
  // Round by round, contestants in turn: what else the machine does falls on all alike.
  for (let round = 0; round < Number(rounds ?? (quick ? 1 : 3)); round += 1) {
    for (const row of chosen) await measureRow(row)
  }
} finally {
  server.stop()
}
console.log(`\nRatios to ${yardstick} (its own figure in the second column), Node ${process.version}, loopback\n`)
const header = ['what', `${yardstick} = 1`, ...clients.slice(1), 'gate', 'aim', 'verdict']
console.log(formatTable(header, chosen.map(describeRow)))

async function measureRow({ scenario: name }: Row): Promise<void> {
  const scenario = scenarios[name]
  if (!scenario) throw new Error(`There is no scenario ${name}`)
  const units = quick ? scenario.quickUnits : scenario.units
  for (const client of clients) {
    if (scenario.isFor?.(client) === false) continue
    if (streamReaders.includes(client) && !streamScenarios.includes(name)) continue
    const value = await runChild(program, { client, scenario: name, units, origin: server.origin })
    samplesOf(name, client).push(value)
  }
}

function samplesOf(scenario: string, client: string): number[] {
  const key = `${scenario} ${client}`
  const list = samples.get(key) ?? []
  samples.set(key, list)
  return list
}

function describeRow(row: Row): string[] {
  const base = samplesOf(row.scenario, yardstick)
  const figures = clients.slice(1).map((client) => {
    const values = samplesOf(row.scenario, client)
    return median(row.isAbsolute ? values : values.map((value, round) => value / (base[round] ?? Number.NaN)))
  })
  const own = figures.at(-1) ?? Number.NaN
  const verdict = own <= row.aim ? 'aim' : own <= row.gate ? 'gate' : 'MISSED'
  const yardstickFigure = `${(median(base) / (row.divisor ?? 1)).toFixed(2)} ${row.unit}`
  return [row.title, yardstickFigure, ...figures.map(format), String(row.gate), String(row.aim), verdict]
}

function format(figure: number): string {
  return Number.isNaN(figure) ? '-' : figure.toFixed(2)
}
