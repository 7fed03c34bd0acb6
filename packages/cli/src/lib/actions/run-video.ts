import { generateVideo, resumeVideo } from '@mira/jobs'
import type { CommandContext, GlobalFlags } from '../command-context.ts'
import { nameFromPrompt } from '../file-name.ts'
import { readImage, readTextArgument } from '../input.ts'
import { checkJobFlags, type JobFlags, runJob } from './run-job.ts'

/** Options of `mira video`. */
export interface VideoFlags extends JobFlags {
  readonly firstFrame?: string | undefined
  readonly aspectRatio?: string | undefined
  readonly resolution?: string | undefined
}

/** Makes a video, and saves it. */
export async function runVideo(
  context: CommandContext,
  flags: VideoFlags & GlobalFlags,
  words: readonly string[],
): Promise<void> {
  checkJobFlags(flags, words)
  const { client, request } = context
  const { firstFrame, aspectRatio: aspect_ratio, resolution, seconds: duration_seconds, seed, model } = flags
  const prompt = flags.job === undefined ? await readPrompt(flags, words) : ''
  const first_frame = firstFrame === undefined ? undefined : await readImage(firstFrame)
  await runJob(context, flags, {
    name: 'video',
    extension: 'mp4',
    fileName: nameFromPrompt(prompt),
    resume: (id) => resumeVideo(client, id),
    start: () => {
      const params = { prompt, first_frame, aspect_ratio, resolution, duration_seconds, seed }
      return generateVideo(client, { ...params, ...(model !== undefined && { model }) }, { timeout: request.timeout })
    },
  })
}

function readPrompt({ firstFrame }: VideoFlags, words: readonly string[]): Promise<string> | string {
  return firstFrame === '-' ? words.join(' ') : readTextArgument(words, 'description of the video')
}
