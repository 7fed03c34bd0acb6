import { billed, type Client, MiraError, type RequestOptions, readJson, request } from '@mira/core'
import { readErrorBody, redactJson, reportedError } from '@mira/core/internal'
import { Job } from './job.ts'
import type { JobKind } from './job-kind.ts'
import { decodeJobId, decodeJobState } from './job-state.ts'
import { readRetryAfter } from './pace.ts'

/** Starts a job. A request whose response was lost is retried only if that cannot start, and bill, a second job. */
export function createJob<Raw extends object>(
  client: Client,
  { kind, params }: { kind: JobKind; params: object },
  options?: RequestOptions,
): Promise<Job<Raw>> {
  const operation = `${kind.name}.generate`
  return request(
    client,
    {
      operation,
      path: kind.path,
      json: params,
      billing: billed,
      read: async (raw, context) => {
        const { clock, secrets } = context.state
        const body = await readJson(raw, context)
        const id = decodeJobId(body)
        if (id === undefined) throw missingId(operation, raw.status, redactJson(body, secrets))
        const createdAtMs = clock.now()
        const firstPauseMs = readRetryAfter(raw, createdAtMs)
        return new Job({ client, kind, id, createdAtMs, state: decodeJobState<Raw>(body), firstPauseMs })
      },
    },
    options,
  )
}

/** Creates the error for a successful response that is an error, or names no job. */
function missingId(operation: string, status: number, body: unknown): MiraError {
  if (readErrorBody(body).message) return reportedError(body, { operation, status })
  const message = `${operation}: the server accepted the job but returned no id`
  return new MiraError(message, { code: 'invalid_response', operation, status, body })
}
