import { exitCodes } from './exit-codes.ts'

/** Failure of a command, whose message says what happened and what to do. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError'
  /** Exit code of the process. */
  readonly exitCode: number

  constructor(message: string, exitCode: number = exitCodes.usage) {
    super(message)
    this.exitCode = exitCode
  }
}
