import { generateVideo } from '@mira/jobs'
import * as z from 'zod'
import { checkFileName, toFileName } from '../files/file-name.ts'
import { readImageInput } from '../files/read-input.ts'
import { billedHints, costs } from '../tool.ts'
import { fileNameArgument, imageArgument, waitArgument } from './arguments.ts'
import { type AnyTool, defineTool } from './define-tool.ts'
import { jobSchema, runJob } from './jobs.ts'

/** Generates videos. */
export const generateVideoTool: AnyTool = /* @__PURE__ */ defineTool({
  name: 'generate_video',
  title: 'Generate video',
  description: `Generates a short video from a description, optionally beginning with an image, and saves it as a file in the output directory. Takes minutes: if the result is not ready in time, the output has a job_id for get_job. Canceling the call cancels the job. ${costs}`,
  activity: 'Starting the video',
  inputSchema: z.strictObject({
    prompt: z.string().min(1).describe('Description of the scene and its motion'),
    first_frame: imageArgument.optional(),
    aspect_ratio: z.enum(['16:9', '9:16', '1:1']).optional(),
    duration_seconds: z.int().min(1).max(60).optional().describe('The API supports 5 and 10'),
    resolution: z.enum(['720p', '1080p']).optional(),
    wait_seconds: waitArgument,
    file_name: fileNameArgument,
  }),
  outputSchema: jobSchema,
  annotations: billedHints,
  async run(context, { first_frame, wait_seconds: waitSeconds, file_name, ...params }, call) {
    const name = file_name === undefined ? toFileName(params.prompt, 'video') : checkFileName(file_name)
    const frame = first_frame && (await readImageInput(context, first_frame))
    call.signal.throwIfAborted()
    const fields = { ...params, ...(frame && { first_frame: frame }) }
    return runJob(context, () => generateVideo(context.client, fields), { call, waitSeconds, name })
  },
})
