/** Thrown by an engine to fail a job at once, without further attempts. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure'
  /** Code of the job's error. */
  readonly code: string

  constructor(message: string, code: string) {
    super(message)
    this.code = code
  }
}
