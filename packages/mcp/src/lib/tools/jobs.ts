import { cancelJob, downloadResult, type Job, type JobState } from '@mira/jobs'
import * as z from 'zod'
import { type FileData, fileFields, toFileContent, toFileData } from '../files/file-content.ts'
import { type ServerContext, track } from '../server-context.ts'
import type { ToolCall, ToolOutput } from '../tool.ts'

/** Structured output of the tools for jobs. */
export interface JobData {
  job_id: string
  kind: 'music' | 'video'
  status: 'queued' | 'running' | 'succeeded' | 'failed' | 'canceled'
  progress?: number | undefined
  stage?: string | undefined
  lyrics?: string | undefined
  file?: FileData | undefined
}

/** Schema of {@link JobData}. */
export const jobSchema: z.ZodType<JobData> = /* @__PURE__ */ z.object({
  job_id: z.string(),
  kind: z.enum(['music', 'video']),
  status: z.enum(['queued', 'running', 'succeeded', 'failed', 'canceled']),
  progress: z.number().min(0).max(1).optional(),
  stage: z.string().optional(),
  lyrics: z.string().optional().describe('Lyrics that are sung'),
  file: z.object(fileFields()).optional().describe('Result, once the job has succeeded'),
})

/** Result formats, for servers that do not report the type of the file. */
const mediaTypes = { music: 'audio/mpeg', video: 'video/mp4' } as const

/** Time for the cancellation of a job whose call was canceled, in milliseconds. */
const cancelTimeoutMs = 10_000

/** Settings of {@link finishJob}. */
export interface FinishJobOptions {
  readonly call: ToolCall
  /** Maximum wait in seconds. Defaults to the setting of the server. */
  readonly waitSeconds: number | undefined
  /** Name of the file, without extension. */
  readonly name: string
  /** Whether to cancel the job if the call is canceled. */
  readonly cancelsJob: boolean
}

/**
 * Waits for a job, and saves its result. A job that takes longer than the wait is not an error: the output has its id.
 *
 * @throws {JobError} when the job failed or was canceled.
 */
export async function finishJob(
  context: ServerContext,
  job: Job,
  { call, waitSeconds = context.settings.waitSeconds, name, cancelsJob }: FinishJobOptions,
): Promise<ToolOutput<JobData>> {
  try {
    call.signal.throwIfAborted()
    const state = await waitFor(job, call, waitSeconds)
    if (state.status === 'succeeded') return await saveResult(context, job, { call, name })
    return describeUnfinished(job, state)
  } catch (error) {
    if (call.signal.aborted && cancelsJob) cancelLater(context, job)
    throw error
  }
}

/**
 * Starts a job, and waits for it as {@link finishJob}. If the call is canceled, so is the job: `start` gets no signal,
 * because a request that is aborted may have started a job whose id is unknown.
 */
export function runJob(
  context: ServerContext,
  start: () => Promise<Job>,
  options: Omit<FinishJobOptions, 'cancelsJob'>,
): Promise<ToolOutput<JobData>> {
  const run = start().then((job) => finishJob(context, job, { ...options, cancelsJob: true }))
  track(context, run)
  return run
}

/** Creates the output for the state of a job. */
export function toJobData(job: Job, { status, progress, stage }: JobState): JobData {
  const { id: job_id, kind } = job
  return { job_id, kind, status, ...(progress !== undefined && { progress }), ...(stage && { stage }) }
}

/** Waits until the job has succeeded or the time is over, and returns its state. */
async function waitFor(job: Job, { signal, progress }: ToolCall, seconds: number): Promise<JobState> {
  const known = job.state ?? (await job.refresh({ signal }))
  const timeout = new AbortController()
  const timer = setTimeout(() => timeout.abort(), seconds * 1_000)
  try {
    return await job.wait({
      signal: AbortSignal.any([signal, timeout.signal]),
      timeoutMs: Number.POSITIVE_INFINITY,
      onProgress: (state) => progress.report(state.progress, describeState(state)),
    })
  } catch (error) {
    if (signal.aborted || !timeout.signal.aborted || isSettled(job.state)) throw error
    return job.state ?? known
  } finally {
    clearTimeout(timer)
  }
}

function isSettled(state: JobState | undefined): boolean {
  return state !== undefined && state.status !== 'queued' && state.status !== 'running'
}

function describeState({ status, stage }: JobState): string {
  return stage === undefined ? status : `${status}: ${stage}`
}

function describeUnfinished(job: Job, state: JobState): ToolOutput<JobData> {
  const data = toJobData(job, state)
  const text = `The job ${job.id} is ${describeState(state)}. Call get_job with kind ${job.kind} and this job_id to wait for its result.`
  return { data, content: [{ type: 'text', text }] }
}

async function saveResult(
  context: ServerContext,
  job: Job,
  { call, name }: { readonly call: ToolCall; readonly name: string },
): Promise<ToolOutput<JobData>> {
  const state = job.state as JobState
  call.progress.report(state.progress, 'saving the result')
  const content = downloadResult(context.client, job, { signal: call.signal })
  const file = await context.files.save(content, { name, mediaType: mediaTypes[job.kind] })
  const { lyrics } = state.raw as { lyrics?: unknown }
  const blocks = await toFileContent(context, [file])
  const data = { ...toJobData(job, state), file: toFileData(file) }
  if (typeof lyrics !== 'string' || lyrics === '') return { data, content: blocks }
  return { data: { ...data, lyrics }, content: [...blocks, { type: 'text', text: `Lyrics:\n${lyrics}` }] }
}

/** Cancels a job without a call that could wait for it. */
function cancelLater(context: ServerContext, job: Job): void {
  const cancellation = cancelJob(context.client, job, { timeout: cancelTimeoutMs }).catch((error: unknown) => {
    // The job continues, and its result can still be read.
    process.stderr.write(`mira-mcp: ${job.kind} job ${job.id} could not be canceled: ${String(error)}\n`)
  })
  track(context, cancellation)
}
