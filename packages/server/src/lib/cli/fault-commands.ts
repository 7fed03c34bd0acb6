import { type Command, InvalidArgumentError } from 'commander'
import type { FaultMatch, FaultRule } from '../emulator/fault-book.ts'
import type { Fault } from '../http/fault-plan.ts'
import { CommandError } from './command-error.ts'
import { addControlCommand, printLine, toDurationMs, toNumber, toWholeNumber, withTestId } from './control-command.ts'

interface FaultFlags extends FaultMatch, Omit<FaultRule, 'match' | 'fault'> {
  readonly testId?: string | undefined
  readonly status?: number | undefined
  readonly detail?: string | undefined
  readonly retryAfter?: string | undefined
  readonly errorForm?: Fault['style']
  readonly delay?: number | undefined
  readonly halfOpen?: true | undefined
  readonly stallAfter?: number | undefined
  readonly endAfter?: number | undefined
  readonly dropAfter?: number | undefined
  readonly garbageAfter?: number | undefined
  readonly chunk?: number | undefined
  readonly disconnectAfter?: number | undefined
  readonly closeCode?: number | undefined
}

interface FaultEntries {
  readonly data: readonly (FaultRule & { readonly id: string })[]
}

/** Adds the `faults add`, `list` and `clear` commands. */
export function addFaultCommands(program: Command): void {
  const faults = program.command('faults').description('faults of a running server')
  addControlCommand<FaultFlags>(faults, {
    name: 'add',
    description: 'inject a fault into requests',
    configure: (command) => configureAdd(command, program.name()),
    run: (connection, { testId, ...flags }) =>
      connection.call({ method: 'POST', path: 'faults', body: { testId, faults: [toRule(flags)] } }),
    print: printFaults,
  })
  addControlCommand<Pick<FaultFlags, 'testId'>>(faults, {
    name: 'list',
    description: 'list the faults that requests can meet, in order',
    configure: withTestId,
    run: (connection, { testId }) => connection.call({ method: 'GET', path: 'faults', query: { testId } }),
    print: printFaults,
  })
  addControlCommand<Pick<FaultFlags, 'testId'>>(faults, {
    name: 'clear',
    description: 'remove the faults',
    configure: withTestId,
    run: (connection, { testId }) => connection.call({ method: 'DELETE', path: 'faults', query: { testId } }),
  })
}

function configureAdd(command: Command, programName: string): void {
  withTestId(command)
  command
    .optionsGroup('Fault:')
    .option('--status <code>', 'fail with this HTTP status', toWholeNumber)
    .option('--detail <text>', 'message of the error')
    .option('--retry-after <value>', 'Retry-After header: seconds or an HTTP date')
    .option('--delay <duration>', 'delay the request: 500ms, 2s', toDurationMs)
    .option('--half-open', 'accept the request, never answer and never close the connection')
    .option('--stall-after <bytes>', 'send nothing more after these bytes of the response', toWholeNumber)
    .option('--end-after <bytes>', 'end the response properly after these bytes', toWholeNumber)
    .option('--drop-after <bytes>', 'drop the connection after these bytes', toWholeNumber)
    .option('--garbage-after <bytes>', 'insert garbage after these bytes', toWholeNumber)
    .option('--chunk <bytes>', 'send the response in chunks of this size', toWholeNumber)
    .option('--disconnect-after <events>', 'end a realtime session after these events', toWholeNumber)
    .option('--close-code <code>', 'close code of that end; without it the connection is dropped', toWholeNumber)
    .optionsGroup('Requests that it applies to:')
    .option('--endpoint <name...>', 'endpoints, by name or path')
    .option('--method <method>', 'HTTP method')
    .option('--key <key>', 'API key, or its first characters')
    .option('--header <name=text...>', 'text conditions for request headers', toHeaders)
    .option('--times <number>', 'number of requests that it applies to; all by default', toWholeNumber)
    .option('--after <number>', 'number of matching requests that are served first', toWholeNumber)
    .option('--probability <number>', 'probability that it applies, 0 to 1', toNumber)
    .option('--seed <number>', 'seed of the probability', toWholeNumber)
    .addHelpText(
      'after',
      `\nExample: fail the next two chats\n  $ ${programName} faults add --status 503 --retry-after 0 --endpoint chat --times 2`,
    )
}

function toRule(flags: FaultFlags): FaultRule {
  const { endpoint, method, key, header, times, after, probability, seed, ...rest } = flags
  const fault: Fault = {
    status: rest.status,
    detail: rest.detail,
    retryAfterSeconds: rest.retryAfter,
    delayMs: rest.delay,
    halfOpen: rest.halfOpen,
    stallAfterBytes: rest.stallAfter,
    endAfterBytes: rest.endAfter,
    dropAfterBytes: rest.dropAfter,
    garbageAfterBytes: rest.garbageAfter,
    chunkBytes: rest.chunk,
    disconnectAfterEvents: rest.disconnectAfter,
    closeCode: rest.closeCode,
  }
  if (Object.values(fault).every((value) => value === undefined)) {
    throw new CommandError('A fault needs at least one of its options, such as --status 503 (see faults add --help)')
  }
  const match = { endpoint, method, key, header }
  const hasMatch = Object.values(match).some((value) => value !== undefined)
  return { ...(hasMatch ? { match } : {}), fault, times, after, probability, seed }
}

function toHeaders(text: string, previous: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const [, name, value] = /^([^=]+)=(.+)$/s.exec(text) ?? []
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Expected name=text.')
  return { ...previous, [name]: value }
}

function printFaults({ data }: FaultEntries): void {
  for (const { id, fault, ...rest } of data) {
    const shown = Object.keys(rest).length === 0 ? '' : `  ${JSON.stringify(rest)}`
    printLine(`${id}  ${JSON.stringify(fault)}${shown}`)
  }
}
