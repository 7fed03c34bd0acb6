import { limitYoungGeneration } from '../lifecycle/limit-young-generation.ts'
import { describeFailure } from './describe-failure.ts'
import { createProgram } from './program.ts'

/** Runs the command line with the arguments of the process; see `runCli`. */
export async function runProgram(name: string): Promise<void> {
  limitYoungGeneration()
  const args = process.argv.slice(2)
  const program = createProgram(name)
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    const { message, exitCode } = describeFailure(error, program, args)
    if (message !== undefined) process.stderr.write(`${name}: ${message}\n`)
    process.exitCode = exitCode
  }
}
