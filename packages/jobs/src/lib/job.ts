import type { RequestOptions } from '@mira/core'
import { JobError } from './job-error.ts'
import type { WatchOptions } from './job-follower.ts'
import type { JobState, JobStatus } from './job-state.ts'
import type { JobTask } from './job-task.ts'
import { readJob } from './read-job.ts'
import { watchJob } from './watch-job.ts'

/** Options of {@link Job.wait}. */
export interface WaitOptions<Raw extends object = object> extends WatchOptions {
  /** Called with the current state and on every change. An exception thrown here rejects `wait()`. */
  readonly onProgress?: ((state: JobState<Raw>) => void) | undefined
}

/** A job serialized to JSON, from which another process can resume it. */
export interface JobJson {
  /** Kind of the job. */
  readonly kind: 'music' | 'video'
  /** Id of the job. */
  readonly id: string
  /** Creation time, in Unix milliseconds. */
  readonly createdAtMs?: number | undefined
  /** Status at the time of serialization. */
  readonly status?: JobStatus | undefined
}

/** Handle of a music or video job. The job runs on the server, whether or not a client waits for it. */
export class Job<Raw extends object = object> {
  readonly #task: JobTask<Raw>

  constructor(task: JobTask<Raw>) {
    this.#task = task
  }

  /** Id of the job. */
  get id(): string {
    return this.#task.id
  }

  /** Kind of the job. */
  get kind(): 'music' | 'video' {
    return this.#task.kind.name
  }

  /** Last known state; `undefined` for a resumed job that has not been read yet. */
  get state(): JobState<Raw> | undefined {
    return this.#task.state
  }

  /**
   * Waits until the job has succeeded.
   *
   * @returns The `succeeded` state.
   * @throws {JobError} `job_failed` or `job_canceled` when the job ends without a result.
   * @throws {MiraError} `timeout` after `timeoutMs`, or the error of a read. Transient failures are retried for two
   * minutes.
   */
  async wait({ onProgress, ...options }: WaitOptions<Raw> = {}): Promise<JobState<Raw>> {
    for await (const state of this.watch(options)) onProgress?.(state)
    const { state, kind, id } = this
    if (state?.status !== 'succeeded') throw new JobError(`${kind}.wait`, id, state as JobState)
    return state
  }

  /**
   * Iterates over the states of the job: the current one, then every change, up to the final one. A failed job does not
   * throw; its final state is `failed`.
   */
  watch(options: WatchOptions = {}): AsyncGenerator<JobState<Raw>, void, undefined> {
    return watchJob(this.#task, options)
  }

  /** Reads the state from the server once and returns it. */
  async refresh(options?: RequestOptions): Promise<JobState<Raw>> {
    await readJob(this.#task, options)
    return this.#task.state as JobState<Raw>
  }

  /** Serializes the job for `resumeMusic` and `resumeVideo`, in this process or another. */
  toJSON(): JobJson {
    const { id, kind, createdAtMs, state } = this.#task
    return { kind: kind.name, id, createdAtMs, status: state?.status }
  }
}
