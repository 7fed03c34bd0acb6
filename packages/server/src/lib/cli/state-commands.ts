import { type Command, InvalidArgumentError } from 'commander'
import { type PlanId, planIds } from '../billing/plans.ts'
import { CommandError } from './command-error.ts'
import { addControlCommand, printLine, toDurationMs, toWholeNumber, withTestId } from './control-command.ts'
import { printTable } from './print-table.ts'

interface SeedFlags {
  readonly testId?: string | undefined
  readonly plan: PlanId
  readonly balance?: number | undefined
  readonly overage?: boolean | undefined
  readonly user?: string | undefined
}

interface SnapshotEntry {
  readonly name: string
  readonly testId?: string | undefined
  readonly at: number
}

/** Adds the `reset`, `snapshot`, `clock` and `seed` commands. */
export function addStateCommands(program: Command): void {
  addControlCommand<{ readonly testId?: string }>(program, {
    name: 'reset',
    description: 'forget added fixtures, faults and the journal, and cancel open jobs, of one test or of all',
    configure: withTestId,
    run: (connection, { testId }) => connection.call({ method: 'POST', path: 'reset', body: { testId } }),
    print: ({ canceledJobs }: { readonly canceledJobs: number }) =>
      printLine(canceledJobs === 0 ? 'Reset' : `Reset; canceled jobs: ${canceledJobs}`),
  })
  addSnapshotCommands(program)
  addClockCommands(program)
  addSeedCommand(program)
}

function addSnapshotCommands(program: Command): void {
  const snapshot = program.command('snapshot').description('save and restore the state of a running server')
  addControlCommand<{ readonly testId?: string }>(snapshot, {
    name: 'save <name>',
    description: 'save fixtures, faults, occurrences, requests, seeded keys and balances, and the clock',
    configure: withTestId,
    run: (connection, { testId }, [name]) =>
      connection.call({ method: 'POST', path: 'snapshots', body: { name, testId } }),
    print: ({ name }: SnapshotEntry) => printLine(`Saved ${name}`),
  })
  addControlCommand(snapshot, {
    name: 'restore <name>',
    description: 'restore a snapshot; it can be restored again',
    run: (connection, _flags, [name]) => connection.call({ method: 'POST', path: 'snapshots/restore', body: { name } }),
    print: ({ name }: SnapshotEntry) => printLine(`Restored ${name}`),
  })
  addControlCommand(snapshot, {
    name: 'list',
    description: 'list the snapshots, oldest first',
    run: (connection) => connection.call({ method: 'GET', path: 'snapshots' }),
    print: ({ data }: { readonly data: readonly SnapshotEntry[] }) =>
      printTable(
        ['NAME', 'TEST', 'TIME'],
        data.map(({ name, testId = 'all', at }) => [name, testId, new Date(at).toISOString()]),
      ),
  })
  addControlCommand(snapshot, {
    name: 'remove <name>',
    description: 'remove a snapshot',
    run: (connection, _flags, [name]) =>
      connection.call({ method: 'DELETE', path: `snapshots/${encodeURIComponent(name!)}` }),
  })
}

function addClockCommands(program: Command): void {
  const clock = program.command('clock').description('clock of a running server')
  const print = ({ now, offsetMs }: { readonly now: number; readonly offsetMs: number }) =>
    printLine(`${new Date(now).toISOString()}${offsetMs === 0 ? '' : `  ${offsetMs} ms ahead`}`)
  addControlCommand(clock, {
    name: 'show',
    description: 'print the time of the server',
    run: (connection) => connection.call({ method: 'GET', path: 'clock' }),
    print,
  })
  addControlCommand(clock, {
    name: 'advance <duration>',
    description: 'advance the clock, which expires links, limits and holds: 500ms, 30s, 5m, 2h, 1d',
    run: async (connection, _flags, [duration]) =>
      connection.call({ method: 'POST', path: 'clock', body: { advanceMs: toArgument(duration!) } }),
    print,
  })
}

/** @throws {CommandError} when an argument is no duration. */
function toArgument(text: string): number {
  try {
    return toDurationMs(text)
  } catch (error) {
    if (error instanceof InvalidArgumentError)
      throw new CommandError(`${JSON.stringify(text)} is not a duration. ${error.message}`, { cause: error })
    throw error
  }
}

function addSeedCommand(program: Command): void {
  addControlCommand<SeedFlags>(program, {
    name: 'seed',
    description: 'create a user with an API key and print the key, or add to the balance of a user',
    configure(command) {
      command
        .option('--test-id <id>', 'test that the requests with the key belong to')
        .option('--plan <plan>', `plan of the user: ${planIds.join(', ')}`, toPlan, 'local')
        .option('--balance <kopecks>', 'balance of the user, or amount to add to it', toWholeNumber)
        .option('--overage', 'charge requests over the daily limit instead of rejecting them')
        .option('--user <id>', 'add to the balance of this user instead')
    },
    run(connection, { user: userId, testId, plan, balance, overage }) {
      if (userId === undefined) {
        const body = { testId, plan, balanceKopecks: balance, hasOverage: overage }
        return connection.call({ method: 'POST', path: 'keys', body })
      }
      if (balance === undefined) throw new CommandError('--user needs the amount to add: --balance <kopecks>')
      return connection.call({ method: 'POST', path: 'topups', body: { userId, amountKopecks: balance } })
    },
    print: ({ key, balanceKopecks }: { readonly key?: string; readonly balanceKopecks?: number }) =>
      printLine(key ?? `${balanceKopecks} kopecks`),
  })
}

function toPlan(text: string): PlanId {
  const plan = planIds.find((id) => id === text)
  if (plan === undefined) throw new InvalidArgumentError(`Expected one of ${planIds.join(', ')}.`)
  return plan
}
