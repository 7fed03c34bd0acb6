// Runs chats, jobs and voice sessions concurrently for a long time, against a server in a separate process:
//
//   node --conditions=@mira/source tests/soak/soak.ts [--minutes=30]
//
// Prints the resources of both processes, and fails if any of them grows.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createClient } from '@mira/core'
import { formatTable } from '@mira/tests-size/table'
import { Verdicts } from '@mira/tests-size/verdicts'
import { type Figures, readFigures } from './lib/figures.ts'
import { type Counts, keepBusy } from './lib/load.ts'
import { trendOf } from './lib/trend.ts'

const { minutes } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } }).values
const durationMs = Number(minutes) * 60_000
/** Enough samples for a trend, for any duration. */
const intervalMs = Math.min(60_000, durationMs / 12)
/** Growth that counts as noise: heap and memory in MiB, others as counts. */
const tolerance: Figures = { heap: 2, resident: 40, sockets: 3, timers: 3, listeners: 0 }
const figureNames = Object.keys(tolerance) as (keyof Figures)[]

const dataDir = await mkdtemp(join(tmpdir(), 'mira-soak-'))
const child = fork(join(import.meta.dirname, 'lib/server-process.ts'), [dataDir])
const ask = async (): Promise<Figures> => {
  child.send('figures')
  return (await once(child, 'message'))[0]
}
const samples: { readonly client: Figures; readonly server: Figures }[] = []
const counts: Counts = { chats: 0, jobs: 0, turns: 0, failures: [] }
const verdicts = new Verdicts()
try {
  const [{ url: baseUrl, apiKey }] = await once(child, 'message')
  const controller = new AbortController()
  const work = keepBusy(createClient({ baseUrl, apiKey }), controller.signal, counts)
  console.log(`${minutes} minutes on Node ${process.version}; heap after a collection and memory in MiB\n`)
  for (let elapsedMs = intervalMs; elapsedMs <= durationMs; elapsedMs += intervalMs) {
    await pause(intervalMs)
    const sample = { client: readFigures(), server: await ask() }
    samples.push(sample)
    console.log(`minute ${(elapsedMs / 60_000).toFixed(1)}: ${describe('client', sample.client)}`)
    console.log(`            ${describe('server', sample.server)}`)
  }
  controller.abort()
  await work
} finally {
  const ended = once(child, 'exit')
  child.disconnect()
  await ended
  await rm(dataDir, { recursive: true })
}

const rows = (['client', 'server'] as const).flatMap((side) => figureNames.map((name) => judge(side, name)))
console.log(`\n${formatTable(['what', 'first', 'last', 'per minute', 'growth', 'allowed', 'verdict'], rows)}`)
console.log(`\n${counts.chats} chats, ${counts.jobs} jobs, ${counts.turns} voice turns`)
verdicts.note('every call succeeded', [...new Set(counts.failures)].slice(0, 5))
verdicts.report()

function describe(side: string, figures: Figures): string {
  return `${side} ${figureNames.map((name) => `${name} ${figures[name].toFixed(name === 'heap' ? 1 : 0)}`).join(', ')}`
}

function judge(side: 'client' | 'server', name: keyof Figures): string[] {
  const values = samples.map((sample) => sample[side][name])
  const { perMinute, growth } = trendOf(values, intervalMs)
  const isFlat = growth <= tolerance[name]
  const title = `${side}: ${name}`
  verdicts.note(title, isFlat ? [] : [`grew by ${growth.toFixed(1)} from the middle to the end of the run`])
  const figures = [values[0] ?? Number.NaN, values.at(-1) ?? Number.NaN, perMinute, growth, tolerance[name]]
  return [title, ...figures.map((figure) => figure.toFixed(1)), isFlat ? 'flat' : 'GROWS']
}
