import { setTimeout as sleep } from 'node:timers/promises'

/** Request about a job. */
export interface JobRequest {
  readonly method: string
  readonly path: string
  /** Whether the response can wait for a change: both server and client support it. */
  readonly mayHold: boolean
}

/** Job format of an API. */
interface JobApi {
  readonly path: RegExp
  /** Whether a job requested with `Prefer: wait` is returned with its result. */
  readonly holdsStart: boolean
  /** Returns the response to a request. */
  reply(job: Job, path: string): object
}

interface Job {
  readonly id: string
  readonly readyAtMs: number
  readonly isReady: boolean
}

const mira: JobApi = {
  path: /\/v1\/audio\/music/,
  holdsStart: false,
  reply: ({ id, isReady, readyAtMs }) => ({
    id,
    status: isReady ? 'succeeded' : 'queued',
    ...(isReady && { audio_url: `/v1/files/${id}`, ready_at_ms: readyAtMs }),
  }),
}

const fal: JobApi = {
  path: /\/someone\/music/,
  holdsStart: false,
  reply: ({ id, isReady, readyAtMs }, path) =>
    path.endsWith(id)
      ? { audio: { url: 'https://files.test/song.mp3' }, ready_at_ms: readyAtMs }
      : { request_id: id, status: isReady ? 'COMPLETED' : 'IN_PROGRESS', response_url: '', status_url: '', logs: [] },
}

const replicate: JobApi = {
  path: /\/predictions/,
  holdsStart: true,
  reply: ({ id, isReady, readyAtMs }) => ({
    id,
    model: 'someone/music',
    status: isReady ? 'succeeded' : 'starting',
    ...(isReady && { output: { ready_at_ms: readyAtMs } }),
  }),
}

const apis = [replicate, fal, mira]
const spreadMs = 500
const readyTimes = new Map<string, number>()

/** Answers a request that starts or reads a job: immediately, or when the job is ready. */
export async function answerJob(
  { method, path, mayHold }: JobRequest,
  durationMs: number,
): Promise<{ readonly body: object; readonly isHeld: boolean }> {
  const api = apis.find((known) => known.path.test(path))
  if (!api) throw new Error(`There is no job at ${path}`)
  const id = method === 'POST' ? start(durationMs) : (/job_\d+/.exec(path)?.[0] ?? '')
  const readyAtMs = readyTimes.get(id) ?? Number.NaN
  const isHeld = mayHold && (method === 'GET' || api.holdsStart)
  if (isHeld) await sleep(Math.max(0, readyAtMs - Date.now()))
  return { isHeld, body: api.reply({ id, readyAtMs, isReady: Date.now() >= readyAtMs }, path) }
}

/** Jobs take up to half a second longer than requested, by a fixed sequence, so that polls occur in every phase. */
function start(durationMs: number): string {
  const id = `job_${readyTimes.size}`
  readyTimes.set(id, Date.now() + durationMs + ((readyTimes.size * 97) % spreadMs))
  return id
}
