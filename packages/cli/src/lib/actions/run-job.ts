import { isMiraError } from '@mira/core'
import { cancelJob, downloadResult, type Job, type JobState } from '@mira/jobs'
import { checkOutput } from '../check-output.ts'
import type { CommandContext, GlobalFlags } from '../command-context.ts'
import { CommandError } from '../command-error.ts'
import { Interrupted } from '../interrupts.ts'
import { note, writeJson, writeLine } from '../output.ts'
import { showProgress } from '../progress.ts'
import { refuseTerminal, type SavedContent, saveContent } from '../save-content.ts'

/** Options of `mira music` and `mira video`. */
export interface JobFlags {
  readonly seconds?: number | undefined
  readonly seed?: number | undefined
  readonly output?: string | undefined
  readonly detach?: boolean | undefined
  readonly job?: string | undefined
  readonly cancel?: boolean | undefined
}

/** A kind of jobs. */
export interface JobKind {
  readonly name: 'music' | 'video'
  readonly extension: string
  /** Name of the file without extension. */
  readonly fileName: string
  /** Creates the handle of an existing job. */
  resume(id: string): Job
  /** Starts a job. */
  start(): Promise<Job>
}

type Flags = JobFlags & GlobalFlags

/**
 * Checks the options of a job before anything is sent.
 *
 * @throws {CommandError} when they contradict each other.
 */
export function checkJobFlags({ output, json, job, cancel, detach }: Flags, words: readonly string[]): void {
  if (cancel && job === undefined) throw new CommandError('--cancel needs the id of the job: --job ID')
  if (job !== undefined && words.length > 0) {
    throw new CommandError('--job waits for a job that exists already: omit the prompt')
  }
  if (output !== '-' || detach || cancel) return
  refuseTerminal()
  if (json) throw new CommandError('Standard output cannot contain both the result and JSON: choose a file with -o')
}

/** Starts or resumes a job, waits for it, and saves its result. */
export async function runJob(context: CommandContext, flags: Flags, kind: JobKind): Promise<void> {
  const { client, request } = context
  if (!flags.cancel && !flags.detach) await checkOutput(flags.output)
  const isNew = flags.job === undefined
  const job = isNew ? await startJob(kind) : kind.resume(flags.job as string)
  if (flags.cancel) return report(flags, job, (await cancelJob(client, job, request)).status)
  if (flags.detach) return report(flags, job, (job.state ?? (await job.refresh(request))).status)
  try {
    const state = await waitForJob(context, flags, job)
    const file = await saveJob(context, flags, { job, kind })
    if (flags.json) await writeJson({ id: job.id, kind: job.kind, status: state.status, ...file })
    else if (file.path !== '-') await writeLine(file.path)
  } catch (error) {
    if (mayContinue(job, error)) noteResume(flags, job, error)
    throw error
  }
}

/**
 * Starts a job. Not aborted by Ctrl-C: the server may have accepted it, and then its id would be lost. A second Ctrl-C ends
 * the process.
 */
async function startJob(kind: JobKind): Promise<Job> {
  const progress = showProgress({ label: `Starting the ${kind.name} job` })
  return kind.start().finally(progress.clear)
}

async function report({ json }: Flags, { id, kind }: Job, status: string): Promise<void> {
  if (json) return writeJson({ id, kind, status })
  await writeLine(id)
}

async function waitForJob({ request }: CommandContext, { timeout }: Flags, job: Job): Promise<JobState> {
  const progress = showProgress({ label: `${job.kind} ${job.id}` })
  const onProgress = ({ status, stage, progress: fraction }: JobState): void =>
    progress.update({ label: `${job.kind}: ${stage ?? status}`, fraction })
  const timeoutMs = timeout === undefined ? undefined : timeout * 1_000
  return job.wait({ signal: request.signal, timeoutMs, onProgress }).finally(progress.clear)
}

async function saveJob(
  { client, request }: CommandContext,
  { output }: Flags,
  { job, kind }: { readonly job: Job; readonly kind: JobKind },
): Promise<SavedContent> {
  const progress = showProgress({ label: `Downloading the ${kind.name}` })
  const download = downloadResult(client, job, request)
  const target = {
    path: output,
    name: kind.fileName,
    extension: kind.extension,
    onProgress: ({ receivedBytes, totalBytes }: { receivedBytes: number; totalBytes: number | undefined }): void =>
      progress.update({
        label: `Downloading the ${kind.name}`,
        fraction: totalBytes === undefined ? undefined : receivedBytes / totalBytes,
      }),
  }
  return saveContent(download, target).finally(progress.clear)
}

/** Whether a job goes on, or its result can still be saved. */
function mayContinue({ state }: Job, error: unknown): boolean {
  if (state?.status === 'failed' || state?.status === 'canceled') return false
  return !isMiraError(error) || (error.code !== 'not_found' && error.code !== 'unauthorized')
}

/** Notes how to resume: the job runs on the server, and is paid for. */
function noteResume({ output }: Flags, job: Job, error: unknown): void {
  const rest = output === undefined ? '' : ` -o ${quote(output)}`
  const state = error instanceof Interrupted ? 'continues on the server' : 'may continue on the server'
  note(`Job ${job.id} ${state}. Resume it with: mira ${job.kind} --job ${quote(job.id)}${rest}`)
}

/** Quotes an argument for a shell, if necessary. */
function quote(argument: string): string {
  return /^[\w.:/@%+-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`
}
