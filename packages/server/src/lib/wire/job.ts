import { z } from '@hono/zod-openapi'
import type { JobRecord } from '../store/job-records.ts'

const ErrorSchema = z.object({ code: z.string(), message: z.string() })

/** Fields of all kinds of jobs. Times are Unix seconds. */
const jobFields = {
  id: z.string(),
  job_id: z.string().openapi({ description: 'The same as id' }),
  status: z.enum(['queued', 'running', 'succeeded', 'failed', 'canceled']),
  progress: z.number().openapi({ description: 'From 0 to 1' }),
  stage: z.string().optional().openapi({ description: 'Current stage, as reported by the engine' }),
  position: z.int().optional().openapi({ description: 'Position in the queue from 1, while the job is queued' }),
  created_at: z.int(),
  started_at: z.int().optional(),
  finished_at: z.int().optional(),
  expires_at: z.int().optional().openapi({ description: 'Time after which the job and its result are deleted' }),
  error: ErrorSchema.optional().openapi({ description: 'Reason of the failure' }),
}

/** Music job; `audio_url` and the fields after it are set once it has succeeded. */
export const MusicJobSchema = z
  .object({
    ...jobFields,
    audio_url: z.string().optional(),
    duration_seconds: z.number().optional(),
    lyrics: z
      .string()
      .nullable()
      .optional()
      .openapi({ description: 'Lyrics with section markers; null for an instrumental' }),
    composition: z
      .object({
        tempo: z.number(),
        key: z.string(),
        form: z.array(z.string()),
        instruments: z.array(z.string()),
        genre: z.string(),
        mood: z.string(),
        seed: z.number(),
        differences: z
          .array(z.string())
          .optional()
          .openapi({ description: 'What was asked for and is not in the song' }),
      })
      .optional(),
  })
  .openapi('MusicJob')

/** Video job; `video_url` and the fields after it are set once it has succeeded. */
export const VideoJobSchema = z
  .object({
    ...jobFields,
    video_url: z.string().optional(),
    duration_seconds: z.number().optional(),
    aspect_ratio: z.string().optional(),
    resolution: z.string().optional(),
    width: z.int().optional(),
    height: z.int().optional(),
    frames_per_second: z.number().optional(),
    description: z.string().optional(),
    seed: z.number().optional(),
  })
  .openapi('VideoJob')

/** Job of any kind. */
export const JobSchema = z.union([MusicJobSchema, VideoJobSchema]).openapi('Job')

/** Response of `GET /v1/jobs`. */
export const JobListSchema = z
  .object({ object: z.literal('list'), data: z.array(JobSchema), has_more: z.boolean() })
  .openapi('JobList')

/** Encoded job, with the fields of all kinds. */
export type JobBody = z.infer<typeof MusicJobSchema> & z.infer<typeof VideoJobSchema>

/** Fields of an encoded job that are not in its record. */
export interface EncodeJobOptions {
  /** URL of the file, once it exists. */
  readonly url: string | undefined
  /** Position in the queue, while the job is queued. */
  readonly position?: number | undefined
}

/** Encodes a job for callers. */
export function encodeJob(job: JobRecord, { url, position }: EncodeJobOptions): JobBody {
  const { id, kind, status, progress, stage, result, errorCode, errorMessage } = job
  const isOk = status === 'succeeded'
  return {
    id,
    job_id: id,
    status,
    progress: progress / 100,
    ...(stage === null ? {} : { stage }),
    ...(position === undefined ? {} : { position }),
    created_at: toSeconds(job.createdAt),
    ...(job.startedAt === null ? {} : { started_at: toSeconds(job.startedAt) }),
    ...(job.finishedAt === null ? {} : { finished_at: toSeconds(job.finishedAt) }),
    ...(job.expiresAt === null ? {} : { expires_at: toSeconds(job.expiresAt) }),
    ...(isOk ? { [kind === 'music' ? 'audio_url' : 'video_url']: url } : {}),
    ...(isOk && result !== null ? (JSON.parse(result) as Partial<JobBody>) : {}),
    ...(errorCode === null ? {} : { error: { code: errorCode, message: errorMessage ?? errorCode } }),
  }
}

function toSeconds(ms: number): number {
  return Math.floor(ms / 1_000)
}
