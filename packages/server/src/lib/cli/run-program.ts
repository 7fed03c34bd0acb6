import { limitYoungGeneration } from '../lifecycle/limit-young-generation.ts'
import { ModelMissingError } from '../models/model-records.ts'
import { createProgram } from './program.ts'

/** Runs the command line with the arguments of the process; see `runCli`. */
export async function runProgram(name: string): Promise<void> {
  limitYoungGeneration()
  try {
    await createProgram(name).parseAsync()
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = error instanceof ModelMissingError ? 2 : 1
  }
}
