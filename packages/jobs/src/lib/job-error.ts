import { isMiraError, MiraError } from '@mira/core'
import type { JobState } from './job-state.ts'

/** Thrown when a job failed or was canceled. `code` is `job_failed` or `job_canceled`; `body` is the response. */
export class JobError extends MiraError {
  override readonly name: string = 'JobError'
  /** Id of the job. */
  readonly jobId: string
  /** Final state of the job. */
  readonly state: JobState
  /** Reason reported by the server. */
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

/** Returns whether a value is a {@link JobError}. Also works across copies of the package. */
export function isJobError(value: unknown): value is JobError {
  return isMiraError(value) && (value.code === 'job_failed' || value.code === 'job_canceled')
}
