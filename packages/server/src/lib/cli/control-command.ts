import { type Command, InvalidArgumentError } from 'commander'
import { type ControlConnection, type ControlFlags, connectControl } from './control-connection.ts'

/** Description of a command that controls a running server. */
export interface ControlCommand<Flags> {
  /** Name and arguments: `remove <id>`. */
  readonly name: string
  readonly description: string
  /** Adds options and help of its own. */
  readonly configure?: ((command: Command) => void) | undefined
  /** Calls the server, and returns the result, which `--json` prints. */
  run(connection: ControlConnection, flags: Flags & ControlFlags, args: readonly string[]): Promise<unknown>
  /** Prints the result for people. Defaults to nothing. */
  print?(result: never): void
}

/** Adds a command that controls a running server. */
export function addControlCommand<Flags>(
  parent: Command,
  { name, description, configure, run, print }: ControlCommand<Flags>,
): void {
  const command = parent
    .command(name)
    .description(description)
    .option('--url <url>', 'URL of the running server (env: MIRA_CONTROL_URL); by default that of --data-dir')
    .option('--token <token>', 'token of its control API (env: MIRA_CONTROL_TOKEN)')
    .option('--json', 'print the result as JSON')
  configure?.(command)
  command.action(async (...given: unknown[]) => {
    const flags = command.optsWithGlobals<Flags & ControlFlags>()
    const args = given
      .slice(0, -2)
      .flat()
      .filter((arg): arg is string => typeof arg === 'string')
    const result = await run(connectControl(flags), flags, args)
    if (flags.json === true) process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`)
    else print?.(result as never)
  })
}

/** Adds an option that limits a command to one test. */
export function withTestId(command: Command): void {
  command.option('--test-id <id>', 'only for the requests of this test')
}

/** Prints a line to standard output. */
export function printLine(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** @throws {InvalidArgumentError} when the text is no whole number. */
export function toWholeNumber(text: string): number {
  const number = Number(text)
  if (text.trim() === '' || !Number.isInteger(number) || number < 0) {
    throw new InvalidArgumentError('Expected a whole number, 0 or more.')
  }
  return number
}

/** @throws {InvalidArgumentError} when the text is no number. */
export function toNumber(text: string): number {
  const number = Number(text)
  if (text.trim() === '' || !Number.isFinite(number)) throw new InvalidArgumentError('Expected a number.')
  return number
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/**
 * Converts a duration to milliseconds: `500ms`, `30s`, `5m`, `2h`, `1d`.
 *
 * @throws {InvalidArgumentError} when the text is no duration.
 */
export function toDurationMs(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text) ?? []
  if (number === undefined || unit === undefined) {
    throw new InvalidArgumentError('Expected a duration, such as 500ms, 30s, 5m, 2h or 1d.')
  }
  return Math.round(Number(number) * units[unit]!)
}
