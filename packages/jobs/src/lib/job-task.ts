import type { Client } from '@mira/core'
import type { JobKind } from './job-kind.ts'
import type { JobState } from './job-state.ts'

/** A job as this package keeps it; what was last heard of it is noted here. */
export interface JobTask<Raw extends object> {
  readonly client: Client
  readonly kind: JobKind
  readonly id: string
  /** By the client's clock where it saw the job begin, else by the server's. */
  createdAtMs: number | undefined
  state: JobState<Raw> | undefined
  /** Pause that the server asked for when it took the job in, in milliseconds. */
  readonly firstPauseMs?: number | undefined
}
