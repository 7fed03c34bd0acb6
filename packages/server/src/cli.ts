import { createProgram } from './lib/cli/program.ts'
import { limitYoungGeneration } from './lib/lifecycle/limit-young-generation.ts'
import { ModelMissingError } from './lib/models/model-records.ts'

/**
 * Runs the server's command line with the arguments of the process. A failure is printed and sets the exit code to 1, or
 * to 2 when a model must be downloaded first.
 *
 * @param name - Name of the command in help and error messages. Defaults to `mira-server`.
 */
export async function runCli(name = 'mira-server'): Promise<void> {
  limitYoungGeneration()
  try {
    await createProgram(name).parseAsync()
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = error instanceof ModelMissingError ? 2 : 1
  }
}
