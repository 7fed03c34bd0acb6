import { inspect } from 'node:util'
import { CommanderError } from 'commander'
import { CommandError } from './command-error.ts'
import { exitCodes } from './exit-codes.ts'
import { Interrupted } from './interrupts.ts'
import { isClosedPipe, note } from './output.ts'
import { createProgram } from './program.ts'
import { redact } from './redact.ts'

/**
 * Runs the command line with the arguments of the process, and ends the process. A failure is printed to standard error as
 * one line without secrets, and sets the exit code; see {@link exitCodes}.
 */
export async function runCli(): Promise<void> {
  // Commands that write handle a closed pipe themselves; without a listener, the error would end the process.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {})
  try {
    refuseKeyArgument(process.argv)
    await createProgram().parseAsync()
  } catch (error) {
    if (error instanceof CommanderError) {
      // Its message is printed. The process ends by itself, so that all of the help is written.
      process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
      return
    }
    process.exitCode = await report(error)
  }
  // Standard input may still be open, and everything is written.
  process.exit()
}

/** Prints an error. Returns the exit code. */
async function report(error: unknown): Promise<number> {
  if (isClosedPipe(error)) return exitCodes.ok
  if (error instanceof Interrupted) return error.exitCode
  const { describeFailure } = await import('./describe-failure.ts')
  const hasKey = Boolean(process.env.MIRA_API_KEY) || process.argv.includes('--key-stdin')
  const { message, exitCode } = describeFailure(error, hasKey)
  note(`mira: ${message}`)
  if (process.argv.includes('--debug')) note(redact(inspect(error, { depth: 4 })))
  return exitCode
}

/** @throws {CommandError} when an argument is meant to be an API key. Its value is not repeated. */
function refuseKeyArgument(argv: readonly string[]): void {
  const end = argv.indexOf('--')
  const options = end === -1 ? argv : argv.slice(0, end)
  if (!options.some((argument) => /^--?(api-?key|key|token)(=|$)/i.test(argument))) return
  throw new CommandError(
    'An API key as an argument would be visible in the list of processes: set MIRA_API_KEY, or pipe the key with --key-stdin.',
  )
}
