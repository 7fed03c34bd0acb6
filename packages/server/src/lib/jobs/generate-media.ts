import type { LongCallOptions, MusicRequest, VideoRequest } from '@mira/engine'
import type { ServerContext } from '../context.ts'
import type { JobRecord } from '../store/job-records.ts'

/** Output of an engine for a job. */
export interface GeneratedMedia {
  readonly data: Uint8Array
  readonly mediaType: string
  readonly durationSeconds: number
  /** Fields of the job's response in addition to the URL of the file. */
  readonly result: object
}

/** Video request as stored; the first frame is stored separately. */
export type StoredVideoRequest = Omit<VideoRequest, 'firstFrame'>

/** Runs a job on the engine of its kind. */
export function generateMedia(
  context: Pick<ServerContext, 'engines' | 'store'>,
  job: JobRecord,
  options: LongCallOptions,
): Promise<GeneratedMedia> {
  return job.kind === 'music' ? generateMusic(context, job, options) : generateVideo(context, job, options)
}

async function generateMusic(
  { engines }: Pick<ServerContext, 'engines'>,
  { request }: JobRecord,
  options: LongCallOptions,
) {
  const engine = await engines.music.get()
  const { data, mediaType, durationSeconds, lyrics, composition } = await engine.compose(
    JSON.parse(request) as MusicRequest,
    options,
  )
  const result = { duration_seconds: durationSeconds, lyrics: lyrics ?? null, composition }
  return { data, mediaType, durationSeconds, result }
}

async function generateVideo(
  { engines, store }: Pick<ServerContext, 'engines' | 'store'>,
  { id, request }: JobRecord,
  options: LongCallOptions,
) {
  const engine = await engines.video.get()
  const stored = JSON.parse(request) as StoredVideoRequest
  const input = await store.jobs.findInput(id)
  const firstFrame = input === undefined ? undefined : Buffer.from(input, 'base64')
  const clip = await engine.animate({ ...stored, firstFrame }, options)
  const { data, mediaType, durationSeconds, width, height, framesPerSecond, description, seed } = clip
  const result = {
    duration_seconds: durationSeconds,
    aspect_ratio: stored.aspectRatio,
    resolution: stored.resolution,
    width,
    height,
    frames_per_second: framesPerSecond,
    description,
    seed,
  }
  return { data, mediaType, durationSeconds, result }
}
