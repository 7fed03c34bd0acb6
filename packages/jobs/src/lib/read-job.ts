import { type Client, type RawReply, type ReadContext, type RequestOptions, readJson, request } from '@mira/core'
import { isForeignToPage, stateOf } from '@mira/core/internal'
import { asRecord } from './fields.ts'
import { decodeJobState, isSettled, type JobState } from './job-state.ts'
import type { JobTask } from './job-task.ts'
import { readRetryAfter } from './pace.ts'
import { readEvents } from './read-events.ts'

/** What one request told of a job. */
export interface Reading<Raw extends object> {
  /** `undefined` when a stream of events ended before it told any. */
  readonly state: JobState<Raw> | undefined
  /** Pause that the server asks for, in milliseconds. */
  readonly retryAfterMs: number | undefined
  /** Whether the server answers only once there is news. */
  readonly isHeld: boolean
}

/** How a job is read. */
export interface ReadJobOptions<Raw extends object> extends RequestOptions {
  /** Asks the server to answer when there is news, or as a stream of events. */
  readonly isLive?: boolean | undefined
  /** Told every state as it comes. */
  readonly onState?: ((state: JobState<Raw>) => void) | undefined
}

/** Below the 30 s after which the real server gives up on an answer. */
const holdSeconds = 20

/** Reads a job once, and notes what it learns. */
export async function readJob<Raw extends object>(
  task: JobTask<Raw>,
  { isLive = false, onState, headers, ...options }: ReadJobOptions<Raw> = {},
): Promise<Reading<Raw>> {
  const { client, kind } = task
  const note = (state: JobState<Raw>): void => {
    task.createdAtMs ??= state.createdAtMs
    // What has settled stays so, whatever a replica that is behind says to another reader.
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
  const retryAfterMs = readRetryAfter(headers.get('retry-after'), context.state.clock.now())
  const isHeld = headers.get('preference-applied') !== null
  if (headers.get('content-type')?.includes('text/event-stream')) {
    return { state: await readEvents(raw, context, onState), retryAfterMs, isHeld }
  }
  const state = decodeJobState<Raw>(await readJson(raw, context))
  onState(state)
  return { state, retryAfterMs, isHeld }
}

/** Keeps caches out, which some frameworks put before every `GET`. A page must not send such headers elsewhere (CORS). */
function freshness(client: Client, isLive: boolean): Record<string, string> {
  if (isForeignToPage(stateOf(client).baseUrl.origin)) return {}
  return { 'cache-control': 'no-cache', ...(isLive && { prefer: `wait=${holdSeconds}` }) }
}

/** Where the server offers events, if it is a place that may see what the caller sends along. */
function eventsPathOf({ client, state }: JobTask<object>): string | undefined {
  const { events_url } = asRecord(state?.raw)
  const { origin } = stateOf(client).baseUrl
  const isOwn = typeof events_url === 'string' && (/^\/(?!\/)/.test(events_url) || events_url.startsWith(`${origin}/`))
  return isOwn ? events_url : undefined
}
