import { ApiError } from '../api-error.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import type { AnswerEvent } from '../inference/answer-event.ts'
import type { ChoiceEvent } from '../inference/generate-choices.ts'
import type { JobRecord } from '../store/job-records.ts'
import { describeIssues } from '../wire/describe-issues.ts'
import { newSeed } from '../wire/job-request.ts'
import { MusicRequestSchema, toMusicJob } from '../wire/music.ts'
import { musicToolName } from '../wire/music-tool.ts'
import { cancelJob } from './cancel-job.ts'
import { jobKinds } from './job-kinds.ts'
import { startJob } from './start-job.ts'
import { waitUntilSettled } from './watch-job.ts'

/** Chat request on whose behalf the music tool runs. */
export interface MusicToolCall {
  readonly call: Call
  /** Origin of the URL under which the caller reached the server. */
  readonly origin: string
}

/** Dependencies of {@link runMusicToolCalls}. */
export type MusicToolContext = Pick<
  ServerContext,
  | 'admission'
  | 'emulator'
  | 'engines'
  | 'fetchPolicy'
  | 'jobEvents'
  | 'jobOptions'
  | 'limits'
  | 'logger'
  | 'media'
  | 'mediaLinks'
  | 'moderator'
  | 'now'
  | 'prices'
  | 'store'
  | 'usageWriter'
>

/** Maximum wait for a song in a stream, in milliseconds; keep-alive comments are sent meanwhile. */
const streamTimeoutMs = 10 * 60_000

/**
 * Runs the music tool calls of an answer: each becomes a job, and the URL of its song becomes part of the text. Calls
 * of other tools pass through to the caller.
 */
export async function* runMusicToolCalls(
  context: MusicToolContext,
  request: MusicToolCall,
  events: AsyncIterable<ChoiceEvent>,
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
        const input = parseObject(json)
        yield { type: 'built_in_call', index: others.size + part, id, name: musicToolName, arguments: input }
        yield {
          type: 'text',
          text: `${part === 0 ? '' : '\n'}${await generateSong(context, request, { input, part })}`,
        }
      }
      yield { ...event, reason: others.size > 0 ? 'tool_calls' : 'stop' }
    }
  }
}

/** Generates a song and returns the text that reports the result to the user. */
async function generateSong(
  context: MusicToolContext,
  { call, origin }: MusicToolCall,
  { input, part }: { readonly input: object; readonly part: number },
): Promise<string> {
  const body = MusicRequestSchema.safeParse(input)
  if (!body.success) return `The song could not be started: ${describeIssues(body.error.issues, input)}.`
  try {
    const spec = { ...toMusicJob(body.data, newSeed()), origin, part }
    const job = await startJob(context, { ...call, endpoint: jobKinds.music.path }, spec)
    return describeSong(context, await waitForSong(context, call, job))
  } catch (error) {
    call.signal.throwIfAborted()
    if (error instanceof ApiError) return `The song could not be started: ${error.message}.`
    throw error
  }
}

/** Waits for a song within the time limit of the request; cancels its job if the request is aborted. */
async function waitForSong(context: MusicToolContext, call: Call, job: JobRecord): Promise<JobRecord> {
  const waitMs = call.isStream ? streamTimeoutMs : context.limits.requestTimeoutMs / 2
  try {
    return await waitUntilSettled(context, job, { waitMs, signal: call.signal })
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
  if (status === 'failed') return `The song could not be generated: ${errorMessage}.`
  if (status === 'canceled') return 'The song was canceled.'
  return `The song is being generated as job ${id}; see ${origin}${jobKinds.music.path}/${id}`
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
