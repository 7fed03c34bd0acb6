/** A program that tests run. */
export interface FoundProgram {
  /** Path of the executable file. */
  readonly command: string
  /** Whether the system has it, or a package of the npm registry. */
  readonly origin: 'system' | 'packaged'
}

/** A program that this machine does not have. */
export interface MissingProgram {
  readonly command: undefined
  /** Why there is none, and how to get it. */
  readonly reason: string
}

/** A program that tests run, or why there is none. */
export type TestProgram = FoundProgram | MissingProgram
