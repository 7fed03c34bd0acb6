import { isMiraError, MiraError } from '@mira/core'
import type { JobState } from './job-state.ts'

/** A job that ended without a result; `code` is `job_failed` or `job_canceled`, and `body` the server's reply. */
export class JobError extends MiraError {
  override readonly name: string = 'JobError'
  readonly jobId: string
  readonly state: JobState
  /** Why, in the server's words. */
  readonly reason: string | undefined

  constructor(operation: string, jobId: string, state: JobState) {
    const { status, reason, raw } = state
    const outcome = status === 'canceled' ? 'was canceled' : 'failed'
    super(`${operation}: job ${jobId} ${outcome}${reason ? `: ${reason}` : ''}`, {
      code: status === 'canceled' ? 'job_canceled' : 'job_failed',
      operation,
      body: raw,
    })
    this.jobId = jobId
    this.state = state
    this.reason = reason
  }
}

/** Tells a {@link JobError} from any other value; holds across copies of the package. */
export function isJobError(value: unknown): value is JobError {
  return isMiraError(value) && (value.code === 'job_failed' || value.code === 'job_canceled')
}
