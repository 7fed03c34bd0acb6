import type { RequestOptions } from '@mira/core'
import { JobError } from './job-error.ts'
import type { WatchOptions } from './job-follower.ts'
import type { JobState, JobStatus } from './job-state.ts'
import type { JobTask } from './job-task.ts'
import { readJob } from './read-job.ts'
import { watchJob } from './watch-job.ts'

/** Options of {@link Job.wait}. */
export interface WaitOptions<Raw extends object = object> extends WatchOptions {
  /** Told the state that is known, and each other one; what it throws ends the wait. */
  readonly onProgress?: ((state: JobState<Raw>) => void) | undefined
}

/** A job as JSON: what another process needs to go on with it. */
export interface JobJson {
  readonly kind: 'music' | 'video'
  readonly id: string
  readonly createdAtMs?: number | undefined
  /** As it was when this was written. */
  readonly status?: JobStatus | undefined
}

/** Music or a video on its way; the server works on it whether anybody waits or not. */
export class Job<Raw extends object = object> {
  readonly #task: JobTask<Raw>

  constructor(task: JobTask<Raw>) {
    this.#task = task
  }

  get id(): string {
    return this.#task.id
  }

  get kind(): 'music' | 'video' {
    return this.#task.kind.name
  }

  /** What was last heard of it; `undefined` for a resumed job before anything was. */
  get state(): JobState<Raw> | undefined {
    return this.#task.state
  }

  /**
   * Waits for the result.
   *
   * @returns The state in which it succeeded.
   * @throws {JobError} `job_failed` or `job_canceled`.
   * @throws {MiraError} `timeout` after `timeoutMs`; what a read fails with, passing failures only when they last for two minutes.
   */
  async wait({ onProgress, ...options }: WaitOptions<Raw> = {}): Promise<JobState<Raw>> {
    for await (const state of this.watch(options)) onProgress?.(state)
    const { state, kind, id } = this
    if (state?.status !== 'succeeded') throw new JobError(`${kind}.wait`, id, state as JobState)
    return state
  }

  /** The state that is known, and each other one, the settled one last; a failed job is a state here, not an error. */
  watch(options: WatchOptions = {}): AsyncGenerator<JobState<Raw>, void, undefined> {
    return watchJob(this.#task, options)
  }

  /** Asks the server once. */
  async refresh(options?: RequestOptions): Promise<JobState<Raw>> {
    await readJob(this.#task, options)
    return this.#task.state as JobState<Raw>
  }

  /** What `resumeMusic` and `resumeVideo` take, in this process or another. */
  toJSON(): JobJson {
    const { id, kind, createdAtMs, state } = this.#task
    return { kind: kind.name, id, createdAtMs, status: state?.status }
  }
}
