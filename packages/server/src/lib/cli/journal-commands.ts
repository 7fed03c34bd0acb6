import { setTimeout as sleep } from 'node:timers/promises'
import { styleText } from 'node:util'
import { type Command, InvalidArgumentError } from 'commander'
import type { JournalEntry, JournalFilter } from '../emulator/journal.ts'
import { addControlCommand, printLine, toDurationMs, toWholeNumber } from './control-command.ts'
import type { ControlConnection } from './control-connection.ts'

interface JournalFlags extends JournalFilter {
  readonly limit: number
  readonly follow?: boolean | undefined
  readonly json?: boolean | undefined
}

interface WaitFlags extends JournalFilter {
  readonly count: number
  readonly within: number
}

interface JournalPage {
  readonly data: readonly JournalEntry[]
  readonly hasMore: boolean
}

const pageSize = 1_000
const followIntervalMs = 200

/** Adds the `journal` and `wait` commands. */
export function addJournalCommands(program: Command): void {
  addControlCommand<JournalFlags>(program, {
    name: 'journal',
    description: 'print the requests to a running server and their answers, oldest first',
    configure(command) {
      withFilter(command)
      command
        .option('--limit <number>', 'print the latest requests only', toWholeNumber, pageSize)
        .option('-f, --follow', 'keep printing requests as they end; with --json one per line')
    },
    async run(connection, { limit, follow, ...flags }) {
      if (follow === true) await followJournal(connection, toFilter(flags), flags.json === true)
      return (await listAll(connection, toFilter(flags))).slice(-limit)
    },
    print: (entries: readonly JournalEntry[]) => {
      for (const entry of entries) printLine(formatEntry(entry))
    },
  })
  addControlCommand<WaitFlags>(program, {
    name: 'wait',
    description: 'wait until requests match, and print them; fails if too few arrive in time',
    configure(command) {
      withFilter(command)
      command
        .option('--count <number>', 'number of requests', toWholeNumber, 1)
        .option('--within <duration>', 'time to wait, up to 60s', toWaitMs, 5_000)
    },
    async run(connection, { count, within, ...flags }) {
      const body = { ...toFilter(flags), count, timeoutMs: within }
      return ((await connection.call({ method: 'POST', path: 'requests/wait', body })) as JournalPage).data
    },
    print: (entries: readonly JournalEntry[]) => {
      for (const entry of entries) printLine(formatEntry(entry))
    },
  })
}

function withFilter(command: Command): void {
  command
    .optionsGroup('Filter:')
    .option('--test-id <id>', 'requests of this test')
    .option('--method <method>', 'requests with this method')
    .option('--path <path>', 'requests to this path, without its query')
    .option('--status <code>', 'requests that were answered with this status', toWholeNumber)
    .option('--contains <text>', 'requests whose body contains this text')
    .option('--fixture <name>', 'requests that this fixture answered')
}

function toWaitMs(text: string): number {
  const ms = toDurationMs(text)
  if (ms > 60_000) throw new InvalidArgumentError('Expected 60s or less.')
  return ms
}

function toFilter({ testId, method, path, status, contains, fixture }: JournalFilter): JournalFilter {
  return { testId, method, path, status, contains, fixture }
}

async function listAll(connection: ControlConnection, filter: JournalFilter, after?: string): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = []
  for (;;) {
    const query = { ...filter, after: entries.at(-1)?.id ?? after, limit: pageSize }
    const page = (await connection.call({ method: 'GET', path: 'requests', query })) as JournalPage
    entries.push(...page.data)
    if (!page.hasMore || page.data.length === 0) return entries
  }
}

/** Requests that are remembered as printed; older ones are before the first that is read again. */
const maxPrinted = 20_000

/** Prints requests when they have ended, until the process is stopped. */
async function followJournal(connection: ControlConnection, filter: JournalFilter, isJson: boolean): Promise<void> {
  const printed = new Set<string>()
  let after: string | undefined
  for (;;) {
    const entries = await listAll(connection, filter, after)
    for (const entry of entries) {
      if (entry.state === 'open' || printed.has(entry.id)) continue
      printed.add(entry.id)
      if (printed.size > maxPrinted) printed.delete(printed.values().next().value!)
      printLine(isJson ? JSON.stringify(entry) : formatEntry(entry))
    }
    const firstOpen = entries.findIndex(({ state }) => state === 'open')
    const ended = firstOpen < 0 ? entries : entries.slice(0, firstOpen)
    after = ended.at(-1)?.id ?? after
    await sleep(followIntervalMs)
  }
}

/** Formats a request as one line. */
function formatEntry({
  at,
  method,
  path,
  query,
  status,
  durationMs,
  state,
  fixture,
  fault,
  testId,
}: JournalEntry): string {
  const time = new Date(at).toISOString().slice(11, 23)
  const color = status === undefined || status >= 500 ? 'red' : status >= 400 ? 'yellow' : 'green'
  const details = [
    durationMs === undefined ? state : `${durationMs} ms`,
    ...(state === 'aborted' ? ['aborted'] : []),
    ...(testId === undefined ? [] : [`test ${testId}`]),
    ...(fixture === undefined ? [] : [`fixture ${fixture}`]),
    ...(fault === undefined ? [] : [`fault ${JSON.stringify(fault)}`]),
  ]
  const target = query === undefined ? path : `${path}?${query}`
  return `${styleText('dim', time)}  ${method} ${target}  ${styleText(color, String(status ?? '-'))}  ${details.join('  ')}`
}
