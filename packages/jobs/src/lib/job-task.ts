import type { Client } from '@mira/core'
import type { JobKind } from './job-kind.ts'
import type { JobState } from './job-state.ts'

/** Internal record of a job and its last known state. */
export interface JobTask<Raw extends object> {
  readonly client: Client
  readonly kind: JobKind
  readonly id: string
  /** Creation time, in Unix milliseconds: by the client's clock if it started the job, otherwise by the server's. */
  createdAtMs: number | undefined
  state: JobState<Raw> | undefined
  /** Delay requested by the server when it accepted the job, in milliseconds. */
  readonly firstPauseMs?: number | undefined
}
