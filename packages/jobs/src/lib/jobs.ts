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

/** A job that needs no client for what else can be done with it; in small bundles those are operations of their own. */
export interface BoundJob<Raw extends object = object> extends Job<Raw> {
  /** {@link cancelJob} */
  cancel(options?: RequestOptions): Promise<JobState<Raw>>
  /** {@link downloadResult} */
  download(options?: DownloadOptions): Download
}

/** What {@link jobs} adds to a client. */
export interface JobsMembers {
  readonly music: {
    /** {@link generateMusic} */
    generate(params: MusicParams, options?: RequestOptions): Promise<BoundJob<MusicReply>>
    /** {@link getMusic} */
    get(id: string, options?: RequestOptions): Promise<BoundJob<MusicReply>>
    /** {@link resumeMusic} */
    resume(idOrJson: string | JobJson): BoundJob<MusicReply>
  }
  readonly video: {
    /** {@link generateVideo} */
    generate(params: VideoParams, options?: RequestOptions): Promise<BoundJob<VideoReply>>
    /** {@link getVideo} */
    get(id: string, options?: RequestOptions): Promise<BoundJob<VideoReply>>
    /** {@link resumeVideo} */
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
