import { type ExitCode, exitCodes } from './exit-codes.ts'

/** Failure of a command. Its message says what happened and what to do, and is complete as it is. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError'
  readonly exitCode: ExitCode

  /** @param exitCode - Defaults to 2: the command line is wrong. */
  constructor(message: string, { exitCode = exitCodes.usage, cause }: CommandErrorOptions = {}) {
    super(message, { cause })
    this.exitCode = exitCode
  }
}

interface CommandErrorOptions {
  readonly exitCode?: ExitCode | undefined
  readonly cause?: unknown
}
