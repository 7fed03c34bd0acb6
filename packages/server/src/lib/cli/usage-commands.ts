import { type Command, InvalidArgumentError, Option } from 'commander'
import { stringify } from 'csv-stringify/sync'
import type { UsageRecord } from '../store/store.ts'
import { CommandError } from './command-error.ts'
import { type AccountLocation, withAccounts } from './open-accounts.ts'

interface ExportOptions extends AccountLocation {
  readonly user?: string | undefined
  readonly start: number
  readonly end: number
}

const pageSize = 1_000
const dayMs = 24 * 3_600_000

/** Adds the `usage export` command. */
export function addUsageCommands(program: Command): void {
  const usage = program.command('usage').description('report usage')
  usage
    .command('export')
    .description('write all requests to standard output, oldest first')
    .option('--csv', 'format as CSV with a header line (default)')
    .option('--user <user>', 'requests of one user, given by id or name')
    .addOption(new Option('--start <day>', 'first day, YYYY-MM-DD in UTC').argParser(toDay).default(0, 'the first'))
    .addOption(
      new Option('--end <day>', 'last day, inclusive').argParser(toDay).default(Number.MAX_SAFE_INTEGER, 'the last'),
    )
    .action((_: unknown, command: Command) => exportUsage(command.optsWithGlobals<ExportOptions>()))
}

async function exportUsage({ user, start, end, ...location }: ExportOptions): Promise<void> {
  if (start > end) throw new CommandError('--start is after --end')
  await withAccounts(location, async ({ store, findUser }) => {
    const userId = user === undefined ? undefined : (await findUser(user)).id
    process.stdout.write(stringify([columns.map(([name]) => name)]))
    let after = { createdAt: start, id: '' }
    for (;;) {
      const page = await store.usage.page({ after, before: end + dayMs, userId, limit: pageSize })
      // Spreadsheets evaluate text that starts like a formula, and model names come from configuration.
      process.stdout.write(
        stringify(
          page.map((record) => columns.map(([, read]) => read(record))),
          { escape_formulas: true },
        ),
      )
      const last = page.at(-1)
      if (last === undefined || page.length < pageSize) return
      after = last
    }
  })
}

const columns: readonly [name: string, read: (record: UsageRecord) => string | number][] = [
  ['created_at', ({ createdAt }) => new Date(createdAt).toISOString()],
  ['user_id', ({ userId }) => userId],
  ['key_id', ({ keyId }) => keyId],
  ['request_id', ({ requestId }) => requestId],
  ['endpoint', ({ endpoint }) => endpoint],
  ['model', ({ model }) => model],
  ['outcome', ({ outcome }) => outcome],
  ['input_tokens', ({ inputTokens }) => inputTokens],
  ['output_tokens', ({ outputTokens }) => outputTokens],
  ['cost_micro_kopecks', ({ costMicroKopecks }) => costMicroKopecks],
  ['charged_kopecks', ({ chargedKopecks }) => chargedKopecks],
]

function toDay(text: string): number {
  const time = Date.parse(`${text}T00:00:00Z`)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(time)) throw new InvalidArgumentError('Expected YYYY-MM-DD.')
  return time
}
