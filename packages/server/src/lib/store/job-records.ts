/** Kind of a job. */
export type JobKind = 'music' | 'video'

/** Status of a job. */
export type JobStatus = 'queued' | 'running' | 'succeeded' | 'failed' | 'canceled'

/** Job to add to the store. */
export interface NewJob {
  readonly id: string
  readonly kind: JobKind
  readonly userId: string
  readonly keyId: string
  /** Id of the request that created the job. */
  readonly requestId: string
  /** Path of the endpoint that created the job. */
  readonly endpoint: string
  /** Origin of the server as the caller addressed it; base of the URLs in webhooks. */
  readonly origin: string
  /** Engine request, as JSON. */
  readonly request: string
  /** Source of payment. */
  readonly payment: 'balance' | 'none'
  /** Part of the balance that the job holds until it has settled, in millionths of a kopeck. */
  readonly heldMicroKopecks: number
  readonly webhookUrl: string | null
  readonly createdAt: number
}

/** Outcome of a job. */
export interface JobEnd {
  readonly status: 'succeeded' | 'failed' | 'canceled'
  /** Id of the generated file. */
  readonly mediaId: string | null
  /** Properties of the result besides the file, as JSON. */
  readonly result: string | null
  readonly errorCode: string | null
  readonly errorMessage: string | null
  readonly finishedAt: number
  /** Time after which the job may be deleted. */
  readonly expiresAt: number
}

/** Stored job. */
export interface JobRecord extends NewJob, Omit<JobEnd, 'status' | 'finishedAt' | 'expiresAt'> {
  readonly status: JobStatus
  /** Progress as a whole percentage. */
  readonly progress: number
  /** Current stage, as reported by the engine. */
  readonly stage: string | null
  /** Round in which the job is claimed; each key has one job per round. */
  readonly turn: number
  /** Number of runs started. */
  readonly attempts: number
  /** Token of the worker that runs the job. */
  readonly leaseToken: string | null
  /** Time from which a worker may claim the job; for a running one, the end of its lease. */
  readonly availableAt: number
  /** Incremented with every change that is visible to callers. */
  readonly revision: number
  readonly startedAt: number | null
  readonly finishedAt: number | null
  readonly expiresAt: number | null
}

/** Lease on a job; a newer token invalidates it. */
export interface JobLease {
  readonly id: string
  readonly leaseToken: string
}

/** Progress of a job. */
export type JobProgress = Pick<JobRecord, 'progress' | 'stage'>

/** Query for a page of jobs. */
export interface JobQuery {
  readonly limit: number
  /** Last job of the previous page. */
  readonly after?: Pick<JobRecord, 'createdAt' | 'id'> | undefined
}

/** Store of jobs until they expire, and the queue from which workers claim them. */
export interface JobStore {
  /** Adds a job to the queue unless its id exists. Returns whether it was added. */
  add(job: NewJob): Promise<boolean>
  /** Stores the input of a job, in base64, until it has settled. */
  addInput(id: string, data: string): Promise<void>
  /** Returns the input of a job, in base64. */
  findInput(id: string): Promise<string | undefined>
  /** Returns the job with an id. */
  find(id: string): Promise<JobRecord | undefined>
  /** Lists the jobs of a user, newest first. */
  list(userId: string, query: JobQuery): Promise<readonly JobRecord[]>
  /** Counts the jobs of a user or a key that have not settled. */
  countOpen(of: { readonly userId: string } | { readonly keyId: string }): Promise<number>
  /** Sums what the jobs of a user that have not settled hold, in millionths of a kopeck. */
  sumHeld(userId: string): Promise<bigint>
  /** Counts all jobs that have not settled, by status. */
  countOpenByStatus(): Promise<Readonly<Record<string, number>>>
  /** Returns the position of a queued job in the queue, from 1. */
  position(job: JobRecord): Promise<number>
  /** Returns the revisions of the jobs that exist. */
  revisions(ids: readonly string[]): Promise<readonly Pick<JobRecord, 'id' | 'revision'>[]>
  /** Claims the next available job, with a lease until `until`. */
  claim(lease: { readonly leaseToken: string; readonly until: number }, now: number): Promise<JobRecord | undefined>
  /** Renews a lease and stores the progress. Returns false if the lease was lost or the job has settled. */
  renew(lease: JobLease, until: number, progress?: JobProgress): Promise<boolean>
  /** Stores the id of the file that the worker is about to write, so that the next run can remove it. */
  recordFile(lease: JobLease, mediaId: string): Promise<boolean>
  /** Requeues a job; `isAttempt: false` does not count the run as an attempt. Returns false if the lease was lost. */
  release(lease: JobLease, options: { readonly availableAt: number; readonly isAttempt: boolean }): Promise<boolean>
  /**
   * Settles a job. Without a lease token, the job is settled regardless of its worker. Returns false if the lease was
   * lost or the job has already settled.
   */
  settle(job: { readonly id: string; readonly leaseToken?: string | undefined }, end: JobEnd): Promise<boolean>
  /** Deletes expired jobs. */
  purge(now: number): Promise<void>
}

/** Webhook that is waiting for delivery. */
export interface WebhookRecord {
  /** Id of the webhook, the same for each attempt. */
  readonly id: string
  readonly jobId: string
  readonly url: string
  /** Request body, as JSON. */
  readonly payload: string
  /** Number of delivery attempts. */
  readonly attempts: number
  /** Time of the next attempt. */
  readonly availableAt: number
}

/** Queue of webhooks that are not delivered yet. */
export interface WebhookStore {
  /** Adds a webhook, due immediately. */
  add(webhook: Pick<WebhookRecord, 'id' | 'jobId' | 'url' | 'payload'>): Promise<void>
  /** Claims a due webhook for a delivery attempt; no other worker can claim it before `until`. */
  claim(until: number, now: number): Promise<WebhookRecord | undefined>
  /** Reschedules a webhook for a later attempt. */
  defer(id: string, availableAt: number): Promise<void>
  /** Removes a webhook. */
  remove(id: string): Promise<void>
}
