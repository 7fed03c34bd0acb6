import { createHash } from 'node:crypto'
import { ApiError } from '../api-error.ts'
import type { AdmissionTerms } from '../billing/admission.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import { checkUrl } from '../fetching/fetch-public.ts'
import { engineOptionsOf } from '../inference/engine-options.ts'
import { rejectBlockedPrompt } from '../inference/moderation.ts'
import { userSlotsPerKeySlot } from '../limits/concurrency-slots.ts'
import { rateLimited } from '../limits/request-rate.ts'
import type { JobKind, JobRecord, NewJob } from '../store/job-records.ts'
import type { Store } from '../store/store.ts'
import { newId } from '../wire/ids.ts'
import { jobKinds } from './job-kinds.ts'

/** Parameters of a job to start. */
export interface JobSpec {
  readonly kind: JobKind
  /** Request for the engine, stored as JSON; its duration is the price of the job. */
  readonly request: { readonly durationSeconds: number }
  /** Texts written by the caller, for moderation. */
  readonly texts: readonly string[]
  /** Input file of the job, such as the first frame of a video. */
  readonly input?: Uint8Array | undefined
  readonly webhookUrl?: string | undefined
  /** Origin of the URL under which the caller reached the server. */
  readonly origin: string
  /** Index among the jobs that one request starts. Defaults to 0. */
  readonly part?: number | undefined
}

/**
 * Queues a job within the limits of the caller's plan; until it has settled, it holds its price. Idempotent under an idempotency key, even if the process crashes
 * before it responds.
 *
 * @throws {ApiError} 402, 403 or 429 when the plan's limits are exceeded, 400 for blocked text, 422 for a webhook when
 * the server has no signing secret, 501 without an engine of the kind.
 */
export async function startJob(
  context: Pick<
    ServerContext,
    'admission' | 'emulator' | 'engines' | 'fetchPolicy' | 'jobEvents' | 'jobOptions' | 'moderator' | 'now' | 'store'
  >,
  call: Call,
  spec: JobSpec,
): Promise<JobRecord> {
  const { engines, fetchPolicy, jobOptions, moderator, admission, jobEvents, store } = context
  const { kind, webhookUrl, texts } = spec
  engines[kind].check()
  if (webhookUrl !== undefined) {
    if (jobOptions.webhookSecret === undefined) {
      throw new ApiError(422, 'webhook_url: webhooks are disabled on this server because it has no signing secret')
    }
    checkUrl(new URL(webhookUrl), fetchPolicy, 'webhook_url')
  }
  const id = toJobId(call, spec)
  // Queued by an earlier run under the same idempotency key, which crashed: the job already holds its price.
  const existing = call.idempotencyClaim && (await store.jobs.find(id))
  if (existing !== undefined) return existing
  await rejectBlockedPrompt({ moderator }, texts, engineOptionsOf(call))
  const emulated = await context.emulator?.admitJob(call, kind, spec.request)
  const durationMs = spec.request.durationSeconds * 1_000
  const expected = { model: jobKinds[kind].model, inputTokens: 0, outputTokens: 0, durationMs }
  const job = await admission.enqueue(call, { expected, isExact: true }, async (within, terms) => {
    const queued = await queueJob(within, toNewJob(context, call, { ...spec, ...terms, id, emulated }), {
      input: spec.input,
      maxOpenPerKey: jobOptions.maxOpenPerKey,
    })
    call.commit?.()
    return queued
  })
  jobEvents.notifyQueued()
  return job
}

async function queueJob(
  { jobs }: Store,
  job: NewJob,
  { input, maxOpenPerKey }: { readonly input: Uint8Array | undefined; readonly maxOpenPerKey: number },
): Promise<JobRecord> {
  if ((await jobs.countOpen({ keyId: job.keyId })) >= maxOpenPerKey) {
    throw rateLimited(`${maxOpenPerKey} jobs are already open`, 5)
  }
  const maxOpenPerUser = maxOpenPerKey * userSlotsPerKeySlot
  if ((await jobs.countOpen({ userId: job.userId })) >= maxOpenPerUser) {
    throw rateLimited(`${maxOpenPerUser} jobs of all keys are already open`, 5)
  }
  const isNew = await jobs.add(job)
  if (isNew && input !== undefined) await jobs.addInput(job.id, Buffer.from(input).toString('base64'))
  return (await jobs.find(job.id))!
}

function toNewJob(
  { now }: Pick<ServerContext, 'now'>,
  call: Call,
  spec: JobSpec & AdmissionTerms & Pick<NewJob, 'id'> & { readonly emulated: object | undefined },
): NewJob {
  const { principal, requestId, endpoint } = call
  const { id, kind, request, webhookUrl, origin, isCharged, heldMicroKopecks, emulated } = spec
  return {
    id,
    kind,
    userId: principal.userId,
    keyId: principal.keyId,
    requestId,
    endpoint,
    origin,
    request: JSON.stringify({ ...request, ...emulated }),
    payment: isCharged ? 'balance' : 'none',
    heldMicroKopecks,
    webhookUrl: webhookUrl ?? null,
    createdAt: now(),
  }
}

/** Returns the job id, which is the same for every request under one idempotency key. */
function toJobId({ idempotencyClaim }: Call, { kind, part = 0 }: JobSpec): string {
  const { idPrefix } = jobKinds[kind]
  if (idempotencyClaim === undefined) return newId(idPrefix)
  const { keyId, idempotencyKey, fingerprint } = idempotencyClaim
  const hash = createHash('sha256').update([keyId, idempotencyKey, fingerprint, part].join('\n'))
  return idPrefix + hash.digest('hex').slice(0, 24)
}
