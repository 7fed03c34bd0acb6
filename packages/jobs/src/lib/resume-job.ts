import { type Client, path } from '@mira/core'
import { asText, parseJson, toRecord } from '@mira/core/internal'
import { Job, type JobJson } from './job.ts'
import type { JobKind } from './job-kind.ts'

/** Creates a handle from an id, or from the result of `JSON.stringify(job)` or `job.toJSON()`. Sends no request. */
export function resumeJob<Raw extends object>(client: Client, kind: JobKind, idOrJson: string | JobJson): Job<Raw> {
  const isJson = typeof idOrJson !== 'string' || idOrJson.startsWith('{')
  const json = toRecord(typeof idOrJson === 'string' ? parseJson(idOrJson) : idOrJson)
  const id = asText(isJson ? json.id : idOrJson)
  if (id === undefined) throw new TypeError('idOrJson must be the id of a job, or its JSON')
  if (isJson && json.kind !== kind.name) throw new TypeError(`Expected a ${kind.name} job, got ${String(json.kind)}`)
  path`/${id}` // Throws on an invalid id here rather than on the first request.
  const createdAtMs = typeof json.createdAtMs === 'number' ? json.createdAtMs : undefined
  return new Job<Raw>({ client, kind, id, createdAtMs, state: undefined })
}
