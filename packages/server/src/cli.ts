import { createProgram } from './lib/cli/program.ts'

/**
 * Runs the command line of the server with the arguments of the process; a failure is printed and sets the exit code.
 *
 * @param name Name of the command, for its help and its messages (default `mira-server`).
 */
export async function runCli(name = 'mira-server'): Promise<void> {
  try {
    await createProgram(name).parseAsync()
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}
