import type { Client, Download, DownloadOptions, RequestOptions } from '@mira/core'
import { refuseUnknown } from '@mira/core/internal'
import {
  cancelJob,
  downloadResult,
  generateMusic,
  generateVideo,
  type Job,
  JobError,
  type JobJson,
  type JobState,
  type JobStatus,
  type MusicParams,
  resumeMusic,
  resumeVideo,
  type VideoParams,
} from '@mira/jobs'
import { createLifetime } from './create-lifetime.ts'
import { notify } from './notify.ts'
import { State } from './state.ts'
import type { StateStorage } from './state-storage.ts'
import type { LiveStore } from './store.ts'

/** Kinds of jobs, with the parameters of each. */
export interface JobKinds {
  readonly music: MusicParams
  readonly video: VideoParams
}

/** Options of {@link createJobStore}. */
export interface JobStoreOptions<Kind extends keyof JobKinds = keyof JobKinds> {
  readonly kind: Kind
  /** Job to follow from the start, such as one of a list: its id, or its handle serialized to JSON. */
  readonly job?: string | JobJson | undefined
  /** Keeps the id of the job between visits, so that a reload of the page continues with it. */
  readonly storage?: StateStorage<JobJson> | undefined
  /** Options of the request that starts a job: `timeout`, `retry`, `headers`. */
  readonly request?: Omit<RequestOptions, 'signal' | 'idempotencyKey'> | undefined
  /** Called with the state of a job that has succeeded. */
  readonly onFinish?: ((state: JobState) => void) | undefined
  /** Called with the error of a request, or a `JobError` if the job failed or was canceled. */
  readonly onError?: ((error: unknown) => void) | undefined
}

/** State of a {@link JobStore}. */
export interface JobStoreState {
  /** `starting` until the server has accepted the job, or its first state is known; `error` if that failed. */
  readonly status: 'idle' | 'starting' | JobStatus | 'error'
  /** Id of the job. */
  readonly id: string | undefined
  /** Progress from 0 to 1, if reported by the server. */
  readonly progress: number | undefined
  /** Current stage as reported by the server. */
  readonly stage: string | undefined
  /** Location of the result, once the job has succeeded. Signed URLs may expire. */
  readonly url: string | undefined
  /** Last known state of the job, with the response of the server as `raw`. */
  readonly job: JobState | undefined
  /** `JobError` of a job without a result; otherwise the error of a request, after which `resume()` goes on. */
  readonly error: unknown
}

/** A music or video job. It runs on the server, whether or not the page is open. Created by {@link createJobStore}. */
export interface JobStore<Kind extends keyof JobKinds = keyof JobKinds> extends LiveStore<JobStoreState> {
  /**
   * Starts a job, which replaces a settled one.
   *
   * @returns Whether it was started: not while another one is in progress.
   */
  readonly start: (params: JobKinds[Kind]) => boolean
  /**
   * Follows an existing job, or goes on following the current one after an error.
   *
   * @param idOrJson - Id of the job, or its handle serialized to JSON. Defaults to the current job.
   * @throws {TypeError} when it is a job of another kind.
   */
  readonly resume: (idOrJson?: string | JobJson) => boolean
  /**
   * Cancels the job. A job that has already settled is unchanged.
   *
   * @throws {MiraError} when the request fails.
   */
  readonly cancel: () => Promise<void>
  /**
   * Downloads the result.
   *
   * @returns The download, not started yet.
   * @throws {TypeError} when there is no result.
   */
  readonly download: (options?: DownloadOptions) => Download
  /** Stops following the job, which continues on the server, and forgets it. */
  readonly reset: () => void
  /** Replaces the options, from the next job on. */
  readonly update: (options: JobStoreOptions<Kind>) => void
}

const initial: JobStoreState = {
  status: 'idle',
  id: undefined,
  progress: undefined,
  stage: undefined,
  url: undefined,
  job: undefined,
  error: undefined,
}

/**
 * Creates a store for music or video jobs, one at a time. Leaving the page does not cancel the job.
 *
 * @param client - Client created with `createClient`.
 * @throws {TypeError} when an option is unknown, or `kind` is neither `music` nor `video`.
 */
export function createJobStore<Kind extends keyof JobKinds>(
  client: Client,
  options: JobStoreOptions<Kind>,
): JobStore<Kind> {
  const jobs = new Jobs(client, check(options))
  return {
    subscribe: jobs.state.subscribe,
    getSnapshot: jobs.state.getSnapshot,
    getInitialSnapshot: jobs.state.getInitialSnapshot,
    retain: createLifetime({ onStart: () => void jobs.open(), onEnd: () => jobs.leave() }),
    start: (params) => jobs.start(params),
    resume: (idOrJson) => jobs.resume(idOrJson),
    cancel: () => jobs.cancel(),
    download: (settings) => jobs.download(settings),
    reset: () => jobs.reset(),
    update(changed) {
      jobs.options = check(changed)
    },
  }
}

function check<Kind extends keyof JobKinds>(options: JobStoreOptions<Kind>): JobStoreOptions<Kind> {
  const { kind, job, storage, request, onFinish, onError, ...unknown } = options
  refuseUnknown(unknown, 'JobStoreOptions')
  if (kind !== 'music' && kind !== 'video') throw new TypeError('kind must be "music" or "video"')
  return options
}

const isBusy = (status: JobStoreState['status']): boolean =>
  status === 'starting' || status === 'queued' || status === 'running'

const isSettled = (status: JobStoreState['status']): boolean =>
  status === 'succeeded' || status === 'failed' || status === 'canceled'

class Jobs {
  readonly state: State<JobStoreState> = new State(initial)
  options: JobStoreOptions
  readonly #client: Client
  #starting: Promise<void> | undefined
  #job: Job | undefined
  #following: AbortController | undefined
  #hasUsers = false

  constructor(client: Client, options: JobStoreOptions) {
    this.#client = client
    this.options = options
  }

  /** Continues with the current job, or with the stored one. */
  async open(): Promise<void> {
    this.#hasUsers = true
    const { job, storage } = this.options
    if (this.#job) return this.#follow(this.#job)
    try {
      const json = job ?? (await storage?.load())
      if (json && !this.#job && !this.#starting) this.resume(json)
    } catch (error) {
      this.#report(error)
    }
  }

  /** Ends everything but the request that starts a job: its answer is the only way to the job. */
  leave(): void {
    this.#hasUsers = false
    this.#stopFollowing()
  }

  start(params: MusicParams | VideoParams): boolean {
    if (isBusy(this.state.getSnapshot().status)) return false
    this.#stopFollowing()
    this.#job = undefined
    this.state.set({ ...initial, status: 'starting' })
    const starting: Promise<void> = this.#create(params).then(
      (job) => this.#take(starting, job),
      (error) => this.#fail(starting, error),
    )
    this.#starting = starting
    return true
  }

  resume(idOrJson?: string | JobJson): boolean {
    if (idOrJson === undefined) {
      if (!this.#job || this.#following) return false
      this.state.set({ error: undefined })
      void this.#follow(this.#job)
      return true
    }
    if (this.#starting) return false
    const job = (this.options.kind === 'music' ? resumeMusic : resumeVideo)(this.#client, idOrJson)
    this.#stopFollowing()
    this.state.set({ ...initial, status: 'starting', id: job.id })
    this.#use(job)
    return true
  }

  async cancel(): Promise<void> {
    await this.#starting
    const job = this.#job
    if (!job || isSettled(this.state.getSnapshot().status)) return
    const state = await cancelJob(this.#client, job)
    if (this.#job === job) this.#note(job, state)
  }

  download(options?: DownloadOptions): Download {
    if (!this.#job) throw new TypeError('There is no job to download the result of')
    return downloadResult(this.#client, this.#job, options)
  }

  reset(): void {
    this.#stopFollowing()
    this.#job = undefined
    this.#starting = undefined
    this.state.set(initial)
    this.#save(undefined)
  }

  #create(params: MusicParams | VideoParams): Promise<Job> {
    const { kind, request } = this.options
    if (kind === 'music') return generateMusic(this.#client, params as MusicParams, request)
    return generateVideo(this.#client, params as VideoParams, request)
  }

  #take(starting: Promise<void>, job: Job): void {
    // Forgotten in the meantime.
    if (this.#starting !== starting) return
    this.#starting = undefined
    this.#use(job)
  }

  #fail(starting: Promise<void>, error: unknown): void {
    if (this.#starting !== starting) return
    this.#starting = undefined
    this.#report(error, { status: 'error' })
  }

  #use(job: Job): void {
    this.#job = job
    if (job.state) this.#note(job, job.state)
    this.#save(job)
    void this.#follow(job)
  }

  async #follow(job: Job): Promise<void> {
    if (!this.#hasUsers || this.#following || isSettled(this.state.getSnapshot().status)) return
    const controller = new AbortController()
    this.#following = controller
    try {
      for await (const state of job.watch({ signal: controller.signal, timeoutMs: Number.POSITIVE_INFINITY })) {
        if (!controller.signal.aborted) this.#note(job, state)
      }
    } catch (error) {
      if (!controller.signal.aborted) this.#lose(error)
    } finally {
      if (this.#following === controller) this.#following = undefined
    }
  }

  /** Handles an error of following the job. A job of which nothing is known, such as an expired one, blocks no other. */
  #lose(error: unknown): void {
    this.#report(error, this.state.getSnapshot().status === 'starting' ? { status: 'error' } : {})
  }

  #stopFollowing(): void {
    this.#following?.abort()
    this.#following = undefined
  }

  #note(job: Job, state: JobState): void {
    const { status: before, job: known } = this.state.getSnapshot()
    if (state === known || isSettled(before)) return
    const { status, progress, stage, url } = state
    const hasNoResult = status === 'failed' || status === 'canceled'
    const error = hasNoResult ? new JobError(`${job.kind}.wait`, job.id, state) : undefined
    this.state.set({ status, id: job.id, progress, stage, url, job: state, error })
    if (status !== before) this.#save(job)
    if (error) notify(this.options.onError, error)
    if (status === 'succeeded') notify(this.options.onFinish, state)
  }

  #save(job: Job | undefined): void {
    const { storage } = this.options
    if (!storage) return
    new Promise<void>((resolve) => resolve(storage.save(job?.toJSON()))).catch((error) => this.#report(error))
  }

  #report(error: unknown, changes: Partial<JobStoreState> = {}): void {
    this.state.set({ ...changes, error })
    notify(this.options.onError, error)
  }
}
