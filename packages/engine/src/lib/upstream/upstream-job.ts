import { setTimeout as pause } from 'node:timers/promises'
import { EngineUnavailableError } from '../engine.ts'
import { isRecord } from '../is-record.ts'
import type { LongCallOptions } from '../progress.ts'
import type { UpstreamClient } from './upstream-client.ts'

const succeeded = new Set(['succeeded', 'completed', 'complete', 'done', 'success'])
const failed = new Set(['failed', 'error', 'cancelled', 'canceled', 'expired', 'rejected'])

const firstPollMs = 500
const maxPollMs = 5_000
/** Failures of polling in a row that are tolerated. */
const maxPollFailures = 5

/** Job of an upstream with the vMira API. */
export interface UpstreamJob {
  /** Path to create the job. */
  readonly path: string
  readonly body: unknown
  /** Returns the path to poll a job. */
  pollPath(id: string): string
  /** Name of the field with the URL of the result. */
  readonly urlField: string
}

/** Result of {@link runUpstreamJob}. */
export interface UpstreamJobResult {
  readonly data: Uint8Array
  /** Body of the job's last status. */
  readonly fields: Readonly<Record<string, unknown>>
}

/**
 * Creates a job, polls it until it ends, and downloads its result.
 *
 * @throws {EngineUnavailableError} when the job fails, or the upstream answers with anything else than a job.
 */
export async function runUpstreamJob(
  client: UpstreamClient,
  job: UpstreamJob,
  { signal, onProgress }: LongCallOptions,
): Promise<UpstreamJobResult> {
  const created = await client.sendForJson({ path: job.path, body: job.body, signal })
  const id = isRecord(created) ? (created.id ?? created.job_id) : undefined
  if (typeof id !== 'string') throw new EngineUnavailableError(`The upstream at ${client.host} created no job`)
  let failures = 0
  let reached = 0
  for (let pollMs = firstPollMs; ; pollMs = Math.min(pollMs * 1.5, maxPollMs)) {
    await pause(pollMs, undefined, { signal }).catch(() => signal?.throwIfAborted())
    const state = await client.sendForJson({ path: job.pollPath(id), signal }).catch((error: unknown) => {
      if (signal?.aborted || ++failures >= maxPollFailures) throw error
      return undefined
    })
    if (!isRecord(state)) continue
    failures = 0
    const status = String(state.status).toLowerCase()
    if (failed.has(status)) throw jobError(state, client.host)
    if (succeeded.has(status))
      return { data: await download(client, state[job.urlField] ?? state.url, signal), fields: state }
    reached = Math.max(reached, typeof state.progress === 'number' ? Math.min(state.progress, 1) : 0)
    onProgress?.({ fraction: reached, stage: status })
  }
}

/** Downloads a result without the key, because the URL may belong to another host. */
async function download(client: UpstreamClient, url: unknown, signal: AbortSignal | undefined): Promise<Uint8Array> {
  if (typeof url !== 'string' || !/^https?:/.test(url)) {
    throw new EngineUnavailableError(`The upstream at ${client.host} finished a job without the URL of a result`)
  }
  const answer = await client.fetchFile(url, signal)
  const chunks: Uint8Array[] = []
  for await (const chunk of answer.chunks()) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function jobError(state: Readonly<Record<string, unknown>>, host: string): EngineUnavailableError {
  const { error } = state
  const reason = isRecord(error) ? error.message : (error ?? state.detail ?? state.message)
  return new EngineUnavailableError(`The job of the upstream at ${host} failed: ${String(reason ?? 'no reason given')}`)
}
