/** What a job makes. */
export type JobKind = 'music' | 'video'

/** Where a job is. */
export type JobStatus = 'queued' | 'running' | 'succeeded' | 'failed' | 'canceled'

/** A job to keep. */
export interface NewJob {
  readonly id: string
  readonly kind: JobKind
  readonly userId: string
  readonly keyId: string
  /** The request that started it. */
  readonly requestId: string
  /** Path that it was started at. */
  readonly endpoint: string
  /** Origin that the caller reached the server at; webhooks tell addresses under it. */
  readonly origin: string
  /** JSON of what its engine is asked for. */
  readonly request: string
  /** What pays for it. */
  readonly payment: 'balance' | 'none'
  readonly webhookUrl: string | null
  readonly createdAt: number
}

/** How a job ended. */
export interface JobEnd {
  readonly status: 'succeeded' | 'failed' | 'canceled'
  /** File that it made. */
  readonly mediaId: string | null
  /** JSON of what is told of it beside the file. */
  readonly result: string | null
  readonly errorCode: string | null
  readonly errorMessage: string | null
  readonly finishedAt: number
  /** Time after which it may be forgotten. */
  readonly expiresAt: number
}

/** A job as it is kept. */
export interface JobRecord extends NewJob, Omit<JobEnd, 'status' | 'finishedAt' | 'expiresAt'> {
  readonly status: JobStatus
  /** Whole per cent. */
  readonly progress: number
  /** What its engine is busy with. */
  readonly stage: string | null
  /** Jobs are taken in this order; each key has one in a turn. */
  readonly turn: number
  /** How often it was begun. */
  readonly attempts: number
  /** Held by the worker that runs it. */
  readonly leaseToken: string | null
  /** When a worker may take it: for one that is run, the end of the lease. */
  readonly availableAt: number
  /** Grows with every change that callers can see. */
  readonly revision: number
  readonly startedAt: number | null
  readonly finishedAt: number | null
  readonly expiresAt: number | null
}

/** The right to run a job: whoever has a newer token has taken it away. */
export interface JobLease {
  readonly id: string
  readonly leaseToken: string
}

/** How far a job is. */
export type JobProgress = Pick<JobRecord, 'progress' | 'stage'>

/** Which jobs to list. */
export interface JobQuery {
  readonly limit: number
  /** The job to go on after. */
  readonly after?: Pick<JobRecord, 'createdAt' | 'id'> | undefined
}

/** Keeps jobs from their start until they are forgotten; it is also the queue that workers take them from. */
export interface JobStore {
  /** Adds a job at its turn unless the id is taken; says whether it was added. */
  add(job: NewJob): Promise<boolean>
  /** Keeps what a job begins with (base64), until it has settled. */
  addInput(id: string, data: string): Promise<void>
  findInput(id: string): Promise<string | undefined>
  find(id: string): Promise<JobRecord | undefined>
  /** Jobs of a user, newest first. */
  list(userId: string, query: JobQuery): Promise<readonly JobRecord[]>
  /** Jobs that have not settled. */
  countOpen(of: { readonly userId: string } | { readonly keyId: string }): Promise<number>
  /** The same of everybody, by status. */
  countOpenByStatus(): Promise<Readonly<Record<string, number>>>
  /** Place of a waiting job in the queue, from 1. */
  position(job: JobRecord): Promise<number>
  /** The revisions of those jobs that are known. */
  revisions(ids: readonly string[]): Promise<readonly Pick<JobRecord, 'id' | 'revision'>[]>
  /** Takes the job whose turn it is and that nobody runs; its lease ends at `until`. */
  claim(lease: { readonly leaseToken: string; readonly until: number }, now: number): Promise<JobRecord | undefined>
  /** Prolongs a lease, and notes how far the job is; false when the job was taken away or has settled. */
  renew(lease: JobLease, until: number, progress?: JobProgress): Promise<boolean>
  /** Notes the file that the worker is about to write, so that whoever runs the job next can remove it. */
  noteFile(lease: JobLease, mediaId: string): Promise<boolean>
  /** Puts a job back; a run that is not to blame does not count as an attempt. */
  release(lease: JobLease, options: { readonly availableAt: number; readonly isAttempt: boolean }): Promise<boolean>
  /** Ends a job; false when it was taken away or has settled. Without a token it is ended whoever runs it. */
  settle(job: { readonly id: string; readonly leaseToken?: string | undefined }, end: JobEnd): Promise<boolean>
  purge(now: number): Promise<void>
}

/** News of a job that wait to be delivered. */
export interface WebhookRecord {
  /** The same at each attempt. */
  readonly id: string
  readonly jobId: string
  readonly url: string
  /** JSON, sent as it is. */
  readonly payload: string
  /** How often it was sent. */
  readonly attempts: number
  /** When it may be sent next. */
  readonly availableAt: number
}

export interface WebhookStore {
  add(webhook: Pick<WebhookRecord, 'id' | 'jobId' | 'url' | 'payload'>): Promise<void>
  /** Takes one that is due for an attempt; nobody else takes it before `until`. */
  claim(until: number, now: number): Promise<WebhookRecord | undefined>
  /** Keeps it for a later attempt. */
  defer(id: string, availableAt: number): Promise<void>
  remove(id: string): Promise<void>
}
