import type { ChatEvent } from '@mira/engine'
import { ApiError } from '../api-error.ts'
import type { Call, ServerContext } from '../context.ts'
import type { JobRecord } from '../store/job-records.ts'
import { describeIssues } from '../wire/describe-issues.ts'
import { newSeed } from '../wire/job-request.ts'
import { MusicRequestSchema, toMusicOrder } from '../wire/music.ts'
import { musicToolName } from '../wire/music-tool.ts'
import { cancelJob } from './cancel-job.ts'
import { jobKinds } from './job-kinds.ts'
import { startJob } from './start-job.ts'
import { awaitEnd } from './watch-job.ts'

/** Tool call that the server runs itself. */
export interface BuiltInCall {
  readonly type: 'built_in_call'
  readonly index: number
  readonly id: string
  readonly name: string
  readonly arguments: Readonly<Record<string, unknown>>
}

/** Event of a generated answer. */
export type AnswerEvent = ChatEvent | BuiltInCall

/** Chat request on whose behalf the music tool runs. */
export interface MusicToolCall {
  readonly call: Call
  /** Origin of the URL under which the caller reached the server. */
  readonly origin: string
}

/** Maximum wait for a song in a stream, in milliseconds; keep-alive comments are sent meanwhile. */
const streamPatienceMs = 10 * 60_000

/**
 * Runs the music tool calls of an answer: each becomes a job, and the URL of its song becomes part of the text. Calls
 * of other tools pass through to the caller.
 */
export async function* carryOutMusicCalls(
  context: Pick<
    ServerContext,
    | 'admission'
    | 'engines'
    | 'fetchPolicy'
    | 'jobNews'
    | 'jobOptions'
    | 'limits'
    | 'logger'
    | 'media'
    | 'mediaLinks'
    | 'moderator'
    | 'now'
    | 'prices'
    | 'store'
  >,
  request: MusicToolCall,
  events: AsyncIterable<ChatEvent>,
): AsyncGenerator<AnswerEvent> {
  const songs = new Map<number, { readonly id: string; json: string }>()
  const others = new Set<number>()
  for await (const event of events) {
    if (event.type === 'tool_call') {
      const { index, id = '', name } = event
      if (name === musicToolName) songs.set(index, { id, json: '' })
      const song = songs.get(index)
      if (song !== undefined) song.json += event.arguments
      else yield { ...event, index: [...others.add(index)].indexOf(index) }
    } else if (event.type !== 'finish' || songs.size === 0) {
      yield event
    } else {
      for (const [part, { id, json }] of [...songs.values()].entries()) {
        const given = parseObject(json)
        yield { type: 'built_in_call', index: others.size + part, id, name: musicToolName, arguments: given }
        yield { type: 'text', text: `${part === 0 ? '' : '\n'}${await sing(context, request, given, part)}` }
      }
      yield { ...event, reason: others.size > 0 ? 'tool_calls' : 'stop' }
    }
  }
}

/** Generates a song and returns the text that reports the result to the user. */
async function sing(
  context: Pick<
    ServerContext,
    | 'admission'
    | 'engines'
    | 'fetchPolicy'
    | 'jobNews'
    | 'jobOptions'
    | 'limits'
    | 'logger'
    | 'media'
    | 'mediaLinks'
    | 'moderator'
    | 'now'
    | 'prices'
    | 'store'
  >,
  { call, origin }: MusicToolCall,
  given: object,
  part: number,
): Promise<string> {
  const body = MusicRequestSchema.safeParse(given)
  if (!body.success) return `The song could not be started: ${describeIssues(body.error.issues)}.`
  try {
    const order = { ...toMusicOrder(body.data, newSeed()), origin, part }
    const job = await startJob(context, { ...call, endpoint: jobKinds.music.path }, order)
    return describeSong(context, await awaitSong(context, call, job))
  } catch (error) {
    call.signal.throwIfAborted()
    if (error instanceof ApiError) return `The song could not be started: ${error.message}.`
    throw error
  }
}

/** Waits for a song within the time limit of the request; cancels its job if the request is aborted. */
async function awaitSong(
  context: Pick<
    ServerContext,
    'jobNews' | 'jobOptions' | 'limits' | 'logger' | 'media' | 'mediaLinks' | 'now' | 'prices' | 'store'
  >,
  call: Call,
  job: JobRecord,
): Promise<JobRecord> {
  const waitMs = call.isStream ? streamPatienceMs : context.limits.requestTimeoutMs / 2
  try {
    return await awaitEnd(context, job, { waitMs, signal: call.signal })
  } catch (error) {
    // With an idempotency key, a retry of the request waits for the same job.
    if (call.signal.aborted && call.idempotencyClaim === undefined) {
      await cancelJob(context, job).catch(() => undefined)
    }
    throw error
  }
}

function describeSong({ mediaLinks }: Pick<ServerContext, 'mediaLinks'>, job: JobRecord): string {
  const { id, status, mediaId, expiresAt, origin, errorMessage } = job
  if (mediaId !== null && expiresAt !== null && status === 'succeeded') {
    return `Here is the song: ${mediaLinks.sign(origin, { id: mediaId, expiresAt })}`
  }
  if (status === 'failed') return `The song could not be made: ${errorMessage}.`
  if (status === 'canceled') return 'The song was canceled.'
  return `The song is being made, as job ${id}: ask for ${origin}${jobKinds.music.path}/${id}`
}

function parseObject(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // The model may emit invalid JSON; schema validation reports the missing fields.
  }
  return {}
}
