import type { Client, Download, DownloadOptions, RequestOptions } from '@mira/core'
import { cancelJob } from './cancel-job.ts'
import { downloadResult } from './download-result.ts'
import { generateMusic } from './generate-music.ts'
import { generateVideo } from './generate-video.ts'
import { getMusic } from './get-music.ts'
import { getVideo } from './get-video.ts'
import type { Job, JobJson } from './job.ts'
import type { JobState } from './job-state.ts'
import type { MusicParams, MusicReply } from './music.ts'
import { resumeMusic } from './resume-music.ts'
import { resumeVideo } from './resume-video.ts'
import type { VideoParams, VideoReply } from './video.ts'

/** A job handle bound to its client. To reduce bundle size, import the standalone functions instead. */
export interface BoundJob<Raw extends object = object> extends Job<Raw> {
  /**
   * Cancels the job. A job that has already settled is unchanged.
   *
   * @returns The state read afterwards, which may still be `running` for some time.
   * @throws {MiraError} `not_found` when the job does not exist or the server does not support cancellation.
   */
  cancel(options?: RequestOptions): Promise<JobState<Raw>>
  /**
   * Downloads the result. Result URLs may expire: `refresh()` requests a new one.
   *
   * @returns The download, not started yet.
   * @throws {TypeError} when the job has not settled yet.
   * @throws {JobError} when the job failed or was canceled.
   * @throws {MiraError} `invalid_response` when the response contains no result URL.
   */
  download(options?: DownloadOptions): Download
}

/** Members that {@link jobs} adds to a client. */
export interface JobsMembers {
  readonly music: {
    /**
     * Starts the generation of a piece of music.
     *
     * @returns A job handle. Call `wait()` for the result.
     * @throws {MiraError} when the request fails.
     * @example
     * const job = await mira.music.generate({ prompt: 'Calm piano', duration_seconds: 30 })
     * await job.wait()
     */
    generate(params: MusicParams, options?: RequestOptions): Promise<BoundJob<MusicReply>>
    /**
     * Gets the current state of a music job.
     *
     * @returns A job handle whose `state` is set.
     * @throws {MiraError} `not_found` when the job does not exist; other codes when the request fails.
     */
    get(id: string, options?: RequestOptions): Promise<BoundJob<MusicReply>>
    /**
     * Creates the handle of an existing music job. Sends no request.
     *
     * @param idOrJson - Id of the job, or its handle serialized by `toJSON` or `JSON.stringify`.
     * @throws {TypeError} when `idOrJson` is neither, or a job of another kind.
     */
    resume(idOrJson: string | JobJson): BoundJob<MusicReply>
  }
  readonly video: {
    /**
     * Starts the generation of a video.
     *
     * @returns A job handle. Call `wait()` for the result.
     * @throws {MiraError} when the request fails.
     * @throws {TypeError} when `first_frame` is not an image.
     * @example
     * const job = await mira.video.generate({ prompt: 'A paper boat in the rain' })
     * await job.wait()
     */
    generate(params: VideoParams, options?: RequestOptions): Promise<BoundJob<VideoReply>>
    /**
     * Gets the current state of a video job.
     *
     * @returns A job handle whose `state` is set.
     * @throws {MiraError} `not_found` when the job does not exist; other codes when the request fails.
     */
    get(id: string, options?: RequestOptions): Promise<BoundJob<VideoReply>>
    /**
     * Creates the handle of an existing video job. Sends no request.
     *
     * @param idOrJson - Id of the job, or its handle serialized by `toJSON` or `JSON.stringify`.
     * @throws {TypeError} when `idOrJson` is neither, or a job of another kind.
     */
    resume(idOrJson: string | JobJson): BoundJob<VideoReply>
  }
}

/**
 * Binds the operations of this package to a client.
 *
 * @example const mira = createClient().extend(jobs)
 */
export function jobs(client: Client): JobsMembers {
  const bind = <Raw extends object>(job: Job<Raw>): BoundJob<Raw> =>
    Object.assign(job, {
      cancel: (options?: RequestOptions) => cancelJob(client, job, options),
      download: (options?: DownloadOptions) => downloadResult(client, job, options),
    })
  return {
    music: {
      generate: (params, options) => generateMusic(client, params, options).then(bind),
      get: (id, options) => getMusic(client, id, options).then(bind),
      resume: (idOrJson) => bind(resumeMusic(client, idOrJson)),
    },
    video: {
      generate: (params, options) => generateVideo(client, params, options).then(bind),
      get: (id, options) => getVideo(client, id, options).then(bind),
      resume: (idOrJson) => bind(resumeVideo(client, idOrJson)),
    },
  }
}
