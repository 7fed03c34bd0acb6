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

/** A call that the server carries out itself. */
export interface BuiltInCall {
  readonly type: 'built_in_call'
  readonly index: number
  readonly id: string
  readonly name: string
  readonly arguments: Readonly<Record<string, unknown>>
}

/** What an answer consists of. */
export type AnswerEvent = ChatEvent | BuiltInCall

/** The request that an answer is made for. */
export interface MusicToolCall {
  readonly call: Call
  /** Origin that the caller reached the server at. */
  readonly origin: string
}

/** Longest wait for a song in a stream, in milliseconds; the caller sees it live meanwhile. */
const streamPatienceMs = 10 * 60_000

/**
 * Carries out the calls of the music tool in an answer: each becomes a job, and its song's address a part of the text.
 * Calls of other tools are the caller's, as ever.
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

/** Makes a song. @returns What is told of it. */
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

/** Waits as long as the request may take; a song that nobody waits for any more is not made. */
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
    // Under an idempotency key the repetition asks for it again.
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
    // The model may write what it likes; what lacks is told below.
  }
  return {}
}
