/** An external program that tests run. */
export interface FoundProgram {
  /** Path of the executable file. */
  readonly command: string
  /** Whether the program is installed on the system, or comes from an npm package. */
  readonly origin: 'system' | 'packaged'
}

/** A program that is not available on this machine. */
export interface MissingProgram {
  readonly command: undefined
  /** Why the program is missing, and how to install it. */
  readonly reason: string
}

/** A program that tests run, or the reason why it is missing. */
export type TestProgram = FoundProgram | MissingProgram
