import { asText, readErrorBody, toRecord } from '@mira/core/internal'

/** Status of a job, normalized from the server's term. */
export type JobStatus = 'queued' | 'running' | 'succeeded' | 'failed' | 'canceled'

/** Last known state of a job. */
export interface JobState<Raw extends object = object> {
  /** Status; an unknown term of the server is mapped to `running`. */
  readonly status: JobStatus
  /** Progress from 0 to 1, if reported by the server. */
  readonly progress: number | undefined
  /** Current stage as reported by the server; `undefined` once the job has settled. */
  readonly stage: string | undefined
  /** Location of the result: an absolute URL, or a path of the API. */
  readonly url: string | undefined
  /** Reason for the failure or cancellation, as reported by the server. */
  readonly reason: string | undefined
  /** Creation time on the server, in Unix milliseconds. */
  readonly createdAtMs: number | undefined
  /** The response as received. */
  readonly raw: Raw
}

/** A JSON object with fields of any type. */
type Fields = Readonly<Record<string, unknown>>

/** Statuses by the start or the end of the server's term in letters: `JOB_STATE_TIMED_OUT` is read as `jobstatetimedout`. */
const terms: readonly (readonly [JobStatus, RegExp])[] = [
  ['running', /^not(?!found)|(running|process(ing)?|progress|start(ed|ing))$/],
  [
    'failed',
    /^(fail|error)(?!.*ing$)|((fail|error|expir|reject|abort|terminat|moderat|block|stopp|kill|crash|interrupt|deni|refus|flagg|filter|evict|preempt|violat)(ed|s|ure|ion)?|timed?out|dead|lost|notfound|(unsuccess|incomplete)\w*)$/,
  ],
  ['canceled', /cancell?ed|(revoked|deleted)$/],
  ['succeeded', /^success|(succeeded|success(ful)?|completed?|done|finished|ready)$/],
  ['queued', /(queued?|pending|submitted|scheduled|waiting)$/],
]

/** Returns whether a job has reached a final status. */
export function isSettled({ status }: JobState): boolean {
  return status !== 'queued' && status !== 'running'
}

/** Returns whether two states have the same status, progress and stage. */
export function isSameState(one: JobState, other: JobState): boolean {
  return one.status === other.status && one.progress === other.progress && one.stage === other.stage
}

/**
 * Decodes a state from any JSON value. Never throws: an unrecognized value is decoded as `running`.
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
    raw: toRecord(body) as Raw,
  }
}

/** Returns the job id in a response; `undefined` if there is none. */
export function decodeJobId(body: unknown): string | undefined {
  const { id, job_id, job } = toRecord(body)
  return [id, job_id, toRecord(job).id, job].map(toId).find((text) => text !== undefined)
}

/** Returns whether a body contains any part of a job's state. */
export function hasState(body: unknown): boolean {
  const { status, state, progress, stage, error } = fieldsOf(body)
  return (status ?? state ?? progress ?? stage ?? error) != null
}

/** Returns the fields of a job, including those nested in `{ job: {…} }`. */
function fieldsOf(body: unknown): Fields {
  const fields = toRecord(body)
  return { ...toRecord(fields.job), ...fields }
}

const toId = (value: unknown): string | undefined => (typeof value === 'number' ? String(value) : asText(value))

function decodeStatus(fields: Fields, url: string | undefined): JobStatus {
  const term = asText(fields.status) ?? asText(fields.state) ?? ''
  const letters = term.toLowerCase().replace(/[^a-z]/g, '')
  const status = terms.find(([, pattern]) => pattern.test(letters))?.[0]
  // An error that a job in progress reports may be one that the server retries.
  if ((status === undefined || status === 'succeeded') && findError(fields)) return 'failed'
  return status ?? (url && !term ? 'succeeded' : 'running')
}

/** Returns the error that a job reports, if it says anything: some servers send an empty one, or `false`. */
function findError({ error, errors, error_message, failure_reason }: Fields): unknown {
  return [error, errors, error_message, failure_reason].find((value) => {
    if (typeof value === 'string') return asText(value)
    return typeof value === 'object' ? Object.values(value ?? {}).some((part) => part != null) : value
  })
}

/** Decodes progress. Numbers above 1, strings with a % sign, and `percent` fields are percentages. */
function decodeProgress({ progress, percent, progress_percent = percent }: Fields): number | undefined {
  const source = progress ?? progress_percent
  const value = typeof source === 'number' ? source : Number.parseFloat(asText(source) ?? '')
  if (!(value >= 0)) return undefined
  const isPercentage = progress == null || value > 1 || asText(source)?.includes('%')
  return Math.min(1, isPercentage ? value / 100 : value)
}

function decodeReason(fields: Fields): string | undefined {
  const found = findError(fields)
  const error = Array.isArray(found) ? found[0] : found
  return readErrorBody({ error }).message ?? readErrorBody({ ...fields, error: undefined }).message
}

/** Returns the first URL found in the known fields. */
function decodeUrl(fields: Fields): string | undefined {
  // A longer path is base64: that of a JPEG starts with a slash.
  return textsOf(fields).find((text) => /^(\/(?!\/)\S{0,4095}$|https?:\/\/)/i.test(text))
}

/** Fields that contain the result of a job, or its URL. */
const resultFields = ['audio_url', 'video_url', 'url', 'output', 'result', 'data', 'audio', 'video'] as const

/** Returns the texts in the known fields: of an object, of the first item of a list, and of those in them. */
function textsOf(value: unknown, depth = 4): string[] {
  const [first] = [value].flat()
  const fields = toRecord(first)
  if (depth > 0 && fields === first) return resultFields.flatMap((name) => textsOf(fields[name], depth - 1))
  const text = asText(first)
  return text === undefined ? [] : [text]
}

/** Decodes a time in Unix seconds, Unix milliseconds or ISO 8601 to Unix milliseconds. */
function decodeTime(value: unknown): number | undefined {
  const time = typeof value === 'number' ? (value < 1e11 ? value * 1_000 : value) : Date.parse(asText(value) ?? '')
  return Number.isFinite(time) ? time : undefined
}
