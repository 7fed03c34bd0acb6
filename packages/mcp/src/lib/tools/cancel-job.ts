import { cancelJob } from '@mira/jobs'
import * as z from 'zod'
import { type AnyTool, defineTool } from './define-tool.ts'
import { jobArguments, resumeJob } from './get-job.ts'
import { jobSchema, toJobData } from './jobs.ts'

/** Cancels a job. */
export const cancelJobTool: AnyTool = /* @__PURE__ */ defineTool({
  name: 'cancel_job',
  title: 'Cancel a music or video job',
  description: 'Cancels a music or video job that is not finished. A finished job is unchanged. Costs nothing.',
  activity: 'Canceling the job',
  inputSchema: z.strictObject(jobArguments()),
  outputSchema: jobSchema,
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  async run(context, reference, { signal }) {
    const job = resumeJob(context, reference)
    const data = toJobData(job, await cancelJob(context.client, job, { signal }))
    return { data, content: [{ type: 'text', text: `The job ${job.id} is ${data.status}.` }] }
  },
})
