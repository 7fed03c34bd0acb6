import { type Job, resumeMusic, resumeVideo } from '@mira/jobs'
import * as z from 'zod'
import { checkFileName, toFileName } from '../files/file-name.ts'
import type { ServerContext } from '../server-context.ts'
import { fileNameArgument, waitArgument } from './arguments.ts'
import { type AnyTool, defineTool } from './define-tool.ts'
import { finishJob, jobSchema } from './jobs.ts'

/** Arguments that identify a job. */
export interface JobReference {
  readonly kind: 'music' | 'video'
  readonly job_id: string
}

/** Returns the schemas of {@link JobReference}. */
export function jobArguments(): { kind: z.ZodEnum<{ music: 'music'; video: 'video' }>; job_id: z.ZodString } {
  return {
    kind: z.enum(['music', 'video']).describe('Kind of the job'),
    job_id: z.string().min(1).max(200).describe('Id that generate_music or generate_video returned'),
  }
}

/** Creates the handle of a job. */
export function resumeJob({ client }: ServerContext, { kind, job_id }: JobReference): Job {
  return kind === 'music' ? resumeMusic(client, job_id) : resumeVideo(client, job_id)
}

/** Waits for a job. */
export const getJobTool: AnyTool = /* @__PURE__ */ defineTool({
  name: 'get_job',
  title: 'Get a music or video job',
  description:
    'Waits for a job that generate_music or generate_video started, and saves its result as a file in the output directory. Costs nothing. Canceling the call does not cancel the job.',
  activity: 'Reading the job',
  inputSchema: z.strictObject({ ...jobArguments(), wait_seconds: waitArgument, file_name: fileNameArgument }),
  outputSchema: jobSchema,
  // It writes a file.
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  async run(context, { wait_seconds: waitSeconds, file_name, ...reference }, call) {
    const name = file_name === undefined ? toFileName(reference.job_id, reference.kind) : checkFileName(file_name)
    return finishJob(context, resumeJob(context, reference), { call, waitSeconds, name, cancelsJob: false })
  },
})
