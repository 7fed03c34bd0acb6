import { readFileSync, statSync } from 'node:fs'
import type { Command } from 'commander'
import type { Fixture, FixtureFile } from '../emulator/fixture.ts'
import { CommandError } from './command-error.ts'
import { addControlCommand, printLine, withTestId } from './control-command.ts'
import { printTable } from './print-table.ts'

interface TestFlags {
  readonly testId?: string | undefined
}

interface FixtureEntries {
  readonly data: readonly { readonly id: string; readonly name: string }[]
}

/** Adds the `fixtures add`, `list`, `remove` and `clear` commands. */
export function addFixtureCommands(program: Command): void {
  const fixtures = program.command('fixtures').description('fixed answers of a running server')
  addControlCommand<TestFlags>(fixtures, {
    name: 'add <path...>',
    description: 'add the fixtures of JSON or YAML files, or of - for standard input; they come before earlier ones',
    configure: withTestId,
    async run(connection, { testId }, paths) {
      const added = await Promise.all(paths.map(readFile))
      return connection.call({ method: 'POST', path: 'fixtures', body: { testId, fixtures: added.flat() } })
    },
    print: ({ data }: FixtureEntries) => {
      for (const { id, name } of data) printLine(`${id}  ${name}`)
    },
  })
  addControlCommand<TestFlags>(fixtures, {
    name: 'list',
    description: 'list the fixtures that requests can match, in order',
    configure: withTestId,
    run: (connection, { testId }) => connection.call({ method: 'GET', path: 'fixtures', query: { testId } }),
    print: ({ data }: FixtureEntries) =>
      printTable(
        ['ID', 'NAME'],
        data.map(({ id, name }) => [id, name]),
      ),
  })
  addControlCommand(fixtures, {
    name: 'remove <id>',
    description: 'remove an added fixture',
    run: (connection, _flags, [id]) =>
      connection.call({ method: 'DELETE', path: `fixtures/${encodeURIComponent(id!)}` }),
  })
  addControlCommand<TestFlags>(fixtures, {
    name: 'clear',
    description: 'remove the fixtures that were added to a running server',
    configure: withTestId,
    run: (connection, { testId }) => connection.call({ method: 'DELETE', path: 'fixtures', query: { testId } }),
  })
}

/** Reads fixtures; the files that they name are sent with them. */
async function readFile(path: string): Promise<readonly Fixture[]> {
  const { parseFixtures } = await import('../emulator/parse-fixtures.ts')
  const isInput = path === '-'
  if (!isInput && statSync(path).isDirectory()) throw new CommandError(`${path} is a directory; name its files`)
  const { fixtures, exchanges } = parseFixtures(readFileSync(isInput ? 0 : path, 'utf8'), isInput ? 'stdin.yaml' : path)
  if (exchanges.length > 0) {
    throw new CommandError(
      `${path} contains recorded exchanges, which a server reads at its start: pass it with --fixtures`,
    )
  }
  return fixtures.map(embed)
}

function embed(fixture: Fixture): Fixture {
  return JSON.parse(
    JSON.stringify(fixture, (_key, value: unknown) => (hasBytes(value) ? toBase64(value) : value)),
  ) as Fixture
}

function hasBytes(value: unknown): value is FixtureFile & { readonly bytes: Uint8Array } {
  return typeof value === 'object' && value !== null && 'bytes' in value && value.bytes instanceof Uint8Array
}

function toBase64({ bytes, ...file }: FixtureFile & { readonly bytes: Uint8Array }): FixtureFile {
  return { ...file, base64: Buffer.from(bytes).toString('base64') }
}
