import { asRecord, asText, type Fields } from './fields.ts'

/** Where a job is, whatever word the server uses for it. */
export type JobStatus = 'queued' | 'running' | 'succeeded' | 'failed' | 'canceled'

/** What was last heard of a job. */
export interface JobState<Raw extends object = object> {
  /** A word that is not known counts as `running`. */
  readonly status: JobStatus
  /** From 0 to 1, where the server tells it. */
  readonly progress: number | undefined
  /** What the server is busy with, in its own words, until the job has settled. */
  readonly stage: string | undefined
  /** Where the result is: an absolute address, or a path of the API. */
  readonly url: string | undefined
  /** Why it failed or was canceled, in the server's words. */
  readonly reason: string | undefined
  /** When the server took it in, in Unix milliseconds. */
  readonly createdAtMs: number | undefined
  /** The reply as it came. */
  readonly raw: Raw
}

const synonyms: readonly (readonly [JobStatus, RegExp])[] = [
  ['succeeded', /^(succeeded|success|successful|completed?|done|finished)$/i],
  ['failed', /^(failed|failure|error|errored|expired|rejected)$/i],
  ['canceled', /^cancell?ed$/i],
  ['queued', /^(queued|pending|submitted|scheduled|waiting)$/i],
]

/** Whether nothing more will come of a job. */
export function isSettled({ status }: JobState): boolean {
  return status !== 'queued' && status !== 'running'
}

/** Whether two states look alike to whoever shows them. */
export function isSameState(one: JobState, other: JobState): boolean {
  return one.status === other.status && one.progress === other.progress && one.stage === other.stage
}

/**
 * Reads a state from any JSON value, and never throws: what it cannot read is still running.
 *
 * @see docs/protocol.md#jobs
 */
export function decodeJobState<Raw extends object>(body: unknown): JobState<Raw> {
  const fields = fieldsOf(body)
  const url = decodeUrl(fields)
  const status = decodeStatus(fields, url)
  const isRunning = status === 'queued' || status === 'running'
  return {
    status,
    progress: status === 'succeeded' ? 1 : decodeProgress(fields),
    stage: isRunning ? (asText(fields.stage) ?? asText(fields.phase) ?? asText(fields.step)) : undefined,
    url,
    reason: isRunning || status === 'succeeded' ? undefined : decodeReason(fields),
    createdAtMs: decodeTime(fields.created_at ?? fields.created),
    raw: asRecord(body) as Raw,
  }
}

/** The id of a job in a reply, if there is one. */
export function decodeJobId(body: unknown): string | undefined {
  const { id, job_id, job } = asRecord(body)
  return [id, job_id, asRecord(job).id, job].map(toId).find((text) => text !== undefined)
}

/** Whether a body says anything about where its job is. */
export function tellsState(body: unknown): boolean {
  const { status, state, progress, stage, error } = fieldsOf(body)
  return (status ?? state ?? progress ?? stage ?? error) != null
}

/** The fields of a job, also of one inside `{ job: {…} }`. */
function fieldsOf(body: unknown): Fields {
  const fields = asRecord(body)
  return { ...asRecord(fields.job), ...fields }
}

const toId = (value: unknown): string | undefined => (typeof value === 'number' ? String(value) : asText(value))

function decodeStatus({ status, state, error }: Fields, url: string | undefined): JobStatus {
  const word = asText(status) ?? asText(state)
  if (word) return synonyms.find(([, pattern]) => pattern.test(word))?.[0] ?? 'running'
  if (error) return 'failed'
  return url ? 'succeeded' : 'running'
}

/** Numbers above 1, texts with a % sign and fields named so are percentages. */
function decodeProgress({ progress, percent, progress_percent = percent }: Fields): number | undefined {
  const given = progress ?? progress_percent
  const value = typeof given === 'number' ? given : Number.parseFloat(asText(given) ?? '')
  if (!(value >= 0)) return undefined
  const isPercentage = progress == null || value > 1 || asText(given)?.includes('%')
  return Math.min(1, isPercentage ? value / 100 : value)
}

function decodeReason({ error, detail, message }: Fields): string | undefined {
  return asText(asRecord(error).message) ?? asText(error) ?? asText(detail) ?? asText(message)
}

/** The first of the known places that holds an address. */
function decodeUrl(fields: Fields): string | undefined {
  const { output, result, data } = fields
  const [first] = Array.isArray(data) ? data : [data]
  const places = [fields, asRecord(output), asRecord(result), asRecord(first)]
  const urls = places.flatMap(({ audio_url, video_url, url }) => [audio_url, video_url, url])
  return [...urls, output].map(asText).find((text) => text && /^(\/(?!\/)|https?:\/\/)/i.test(text))
}

/** Unix seconds, Unix milliseconds or an ISO text. */
function decodeTime(value: unknown): number | undefined {
  const time = typeof value === 'number' ? (value < 1e11 ? value * 1_000 : value) : Date.parse(asText(value) ?? '')
  return Number.isFinite(time) ? time : undefined
}
