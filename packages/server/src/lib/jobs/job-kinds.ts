import type { JobKind } from '../store/job-records.ts'

/** Model, id prefix and endpoint path of each kind of job. */
export const jobKinds = {
  music: { model: 'mira-music', idPrefix: 'music_job_', path: '/v1/audio/music' },
  video: { model: 'mira-video', idPrefix: 'video_job_', path: '/v1/video' },
} as const satisfies Record<JobKind, object>
