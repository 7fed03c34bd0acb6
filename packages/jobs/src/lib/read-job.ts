import { type Client, type RawReply, type ReadContext, type RequestOptions, readJson, request } from '@mira/core'
import { isForeignToPage, stateOf, toRecord } from '@mira/core/internal'
import { decodeJobState, isSettled, type JobState } from './job-state.ts'
import type { JobTask } from './job-task.ts'
import { readRetryAfter } from './pace.ts'
import { readEvents } from './read-events.ts'

/** Result of one read of a job. */
export interface Reading<Raw extends object> {
  /** State of the job; `undefined` if an event stream ended without one. */
  readonly state: JobState<Raw> | undefined
  /** Delay requested by the server, in milliseconds. */
  readonly retryAfterMs: number | undefined
  /** Whether the server supports long polling: it responds only on a change. */
  readonly isHeld: boolean
}

/** Options of {@link readJob}. */
export interface ReadJobOptions<Raw extends object> extends RequestOptions {
  /** Whether to request long polling or an event stream. */
  readonly isLive?: boolean | undefined
  /** Called with every state as it is received. */
  readonly onState?: ((state: JobState<Raw>) => void) | undefined
}

/** Duration of a long poll; less than the 30 s response timeout of the real server. */
const holdSeconds = 20

/** Reads a job once and updates the task. */
export async function readJob<Raw extends object>(
  task: JobTask<Raw>,
  { isLive = false, onState, headers, ...options }: ReadJobOptions<Raw> = {},
): Promise<Reading<Raw>> {
  const { client, kind } = task
  const note = (state: JobState<Raw>): void => {
    task.createdAtMs ??= state.createdAtMs
    // A settled state is final, even if a stale replica later reports an earlier one.
    if (!task.state || !isSettled(task.state) || isSettled(state)) task.state = state
    onState?.(state)
  }
  const send = (path: string): Promise<Reading<Raw>> =>
    request(
      client,
      {
        operation: `${kind.name}.get`,
        path,
        accept: isLive ? 'text/event-stream, application/json' : undefined,
        read: (raw, context) => read(raw, context, note),
      },
      { ...options, headers: { ...freshness(client, isLive), ...headers } },
    )
  const eventsPath = isLive && eventsPathOf(task)
  return eventsPath ? send(eventsPath) : kind.atJob(client, task.id, send)
}

async function read<Raw extends object>(
  raw: RawReply,
  context: ReadContext,
  onState: (state: JobState<Raw>) => void,
): Promise<Reading<Raw>> {
  const { headers } = raw
  const retryAfterMs = readRetryAfter(raw, context.state.clock.now())
  const isHeld = headers.get('preference-applied') !== null
  if (headers.get('content-type')?.includes('text/event-stream')) {
    return { state: await readEvents(raw, context, onState), retryAfterMs, isHeld }
  }
  const state = decodeJobState<Raw>(await readJson(raw, context))
  onState(state)
  return { state, retryAfterMs, isHeld }
}

/** Returns headers that bypass the `GET` caches of some frameworks; none for cross-origin requests of a page (CORS). */
function freshness(client: Client, isLive: boolean): Record<string, string> {
  if (isForeignToPage(stateOf(client).baseUrl.origin)) return {}
  return { 'cache-control': 'no-cache', ...(isLive && { prefer: `wait=${holdSeconds}` }) }
}

/** Returns the URL of the event stream offered by the server, if it has the client's own origin. */
function eventsPathOf({ client, state }: JobTask<object>): string | undefined {
  const { events_url } = toRecord(state?.raw)
  const { origin } = stateOf(client).baseUrl
  const isOwn = typeof events_url === 'string' && (/^\/(?!\/)/.test(events_url) || events_url.startsWith(`${origin}/`))
  return isOwn ? events_url : undefined
}
