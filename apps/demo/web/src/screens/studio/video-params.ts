import type { VideoParams } from '@mira/jobs'
import type { VideoSettings } from './video-options.tsx'

/** Inputs of a video job. */
export interface VideoInputs extends VideoSettings {
  readonly prompt: string
  /** First frame; at most one. */
  readonly frames: readonly File[]
}

/** Inputs at the start. */
export const defaultVideo: VideoInputs = {
  prompt: '',
  frames: [],
  aspectRatio: '16:9',
  resolution: '720p',
  seconds: '5',
}

/** Returns the parameters of the job, without its first frame. */
export function toVideoParams({ prompt, aspectRatio, resolution, seconds }: VideoInputs): VideoParams {
  return { prompt: prompt.trim(), aspect_ratio: aspectRatio, resolution, duration_seconds: Number(seconds) }
}
