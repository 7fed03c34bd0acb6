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
  /** Cancels the job. See {@link cancelJob}. */
  cancel(options?: RequestOptions): Promise<JobState<Raw>>
  /** Downloads the result. See {@link downloadResult}. */
  download(options?: DownloadOptions): Download
}

/** Members that {@link jobs} adds to a client. */
export interface JobsMembers {
  readonly music: {
    /** Starts the generation of a piece of music. See {@link generateMusic}. */
    generate(params: MusicParams, options?: RequestOptions): Promise<BoundJob<MusicReply>>
    /** Gets the current state of a music job. See {@link getMusic}. */
    get(id: string, options?: RequestOptions): Promise<BoundJob<MusicReply>>
    /** Creates the handle of an existing music job, without a request. See {@link resumeMusic}. */
    resume(idOrJson: string | JobJson): BoundJob<MusicReply>
  }
  readonly video: {
    /** Starts the generation of a video. See {@link generateVideo}. */
    generate(params: VideoParams, options?: RequestOptions): Promise<BoundJob<VideoReply>>
    /** Gets the current state of a video job. See {@link getVideo}. */
    get(id: string, options?: RequestOptions): Promise<BoundJob<VideoReply>>
    /** Creates the handle of an existing video job, without a request. See {@link resumeVideo}. */
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
