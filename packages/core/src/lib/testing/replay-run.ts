import { type MaskOptions, maskJson, type Redact, refuseUnknown, systemClock, toRecord } from '@mira/core/internal'
import { MiraError } from '../error.ts'
import type { Fetch } from '../wire-types.ts'
import { findDifference } from './find-difference.ts'
import { playReply, type ScriptedReply } from './scripted-reply.ts'

/** A run recorded by `recordRun` of `@mira/chat`, as far as it is needed to replay it. */
export interface ReplayableRun {
  readonly format: string
  readonly version: number
  readonly request: object
  readonly tools: readonly unknown[]
  readonly messages: readonly unknown[]
  readonly rounds: readonly ReplayableRound[]
  readonly cut?: readonly { readonly path: string }[] | undefined
}

/** One round of a {@link ReplayableRun}. */
export interface ReplayableRound {
  readonly completion?: object | undefined
  readonly error?:
    | { readonly code?: string | undefined; readonly status?: number | undefined; readonly body?: unknown }
    | undefined
  readonly calls: readonly { readonly id: string; readonly content?: string | undefined }[]
}

/** Options of {@link replayRun}: those that mask the current run as the recorded one was masked. */
export interface ReplayRunOptions {
  /** As for `recordRun`. */
  readonly secrets?: readonly string[] | undefined
  /** As for `recordRun`. */
  readonly redact?: Redact | undefined
}

/** A `fetch` that answers the requests of a run. Created by {@link replayRun}. */
export interface RunReplay extends Fetch {
  /** Number of rounds that have not been requested yet. */
  readonly remainingRounds: number
}

const path = '/v1/chat/completions'

/**
 * Replays a recorded run for `createClient({ fetch })`: the model answers as it did, and the tools run again. A recorded
 * stream is sent again as one chunk per choice; a recorded run can be replayed as a stream and as whole answers.
 *
 * A request that deviates fails with `replay_mismatch`: its message names the round and the first difference, such as the
 * result of a tool. It is not retried.
 *
 * @param run - Recording, parsed from JSON.
 * @throws {TypeError} when it is not a recorded run of version 1, or an answer or a round was left out of it.
 */
export function replayRun(run: ReplayableRun, options: ReplayRunOptions = {}): RunReplay {
  const { secrets, redact, ...unknown } = options
  refuseUnknown(unknown, 'ReplayRunOptions')
  checkRun(run)
  let replayed = 0
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const signal = init.signal ?? undefined
    signal?.throwIfAborted()
    const round = run.rounds[replayed]
    const { pathname } = new URL(url)
    if (init.method !== 'POST' || !pathname.endsWith(path))
      throw mismatch(replayed, `${init.method ?? 'GET'} ${pathname} is not part of a run`)
    if (!round) throw mismatch(replayed, `the recorded run ended after ${replayed} rounds`)
    const body = (await new Response(init.body).json()) as Body
    const key = new Headers(init.headers).get('authorization')?.replace(/^Bearer /, '') ?? ''
    const difference = compare(run, body, { round: replayed, mask: { secrets: [key, ...(secrets ?? [])], redact } })
    if (difference) throw mismatch(replayed, difference)
    const reply = toReply(round, { isStream: body.stream === true, index: replayed })
    if (!round.error) replayed += 1
    return playReply(reply, { clock: systemClock, signal, onDisconnect: () => {} })
  }
  return Object.defineProperty(fetch, 'remainingRounds', { get: () => run.rounds.length - replayed }) as RunReplay
}

interface Body extends Readonly<Record<string, unknown>> {
  readonly messages?: readonly unknown[]
  readonly tools?: readonly unknown[]
  readonly stream?: unknown
}

function checkRun({ format, version, rounds, cut = [] }: ReplayableRun): void {
  if (format !== 'mira.run' || version !== 1 || !Array.isArray(rounds))
    throw new TypeError('replayRun needs a recording of recordRun, version 1')
  const lost = cut.find(({ path }) => /^…|completion|^((rounds|messages|tools)\[\d+\]|request)$/.test(path))
  if (!lost) return
  throw new TypeError(`The recording is incomplete at ${lost.path}: record the run with a larger maxBytes to replay it`)
}

interface Comparison {
  /** Index of the round. */
  readonly round: number
  readonly mask: MaskOptions
}

/** Compares a request with the recorded one. Messages of the assistant are answers of the replay itself. */
function compare(run: ReplayableRun, body: Body, { round, mask }: Comparison): string | undefined {
  const { messages = [], tools = [], stream: _, ...request } = maskJson(body, mask) as Body
  const whole = ({ stream_options: __, ...fields }: Body): Body => fields
  const cut = new Set(run.cut?.map(({ path }) => path))
  const before = run.messages.length
  const results = messages.slice(before).filter((message) => toRecord(message).role === 'tool')
  const calls = run.rounds
    .slice(0, round)
    .flatMap((each, index) =>
      each.calls.map((call, position) => ({ ...call, path: `rounds[${index}].calls[${position}]` })),
    )
  return (
    findDifference(run.messages, messages.slice(0, before), { path: 'messages', cut }) ??
    findDifference(run.tools, tools, { path: 'tools', cut }) ??
    // Later rounds differ in what forces the first call.
    (round === 0 ? findDifference(whole(run.request as Body), whole(request), { path: 'request', cut }) : undefined) ??
    compareResults(calls, results, cut)
  )
}

interface RecordedResult {
  readonly id: string
  readonly content?: string | undefined
  readonly path: string
}

/** Compares the results of tools, in any order: calls that run concurrently are recorded as they started. */
function compareResults(
  calls: readonly RecordedResult[],
  messages: readonly unknown[],
  cut: ReadonlySet<string>,
): string | undefined {
  const current = new Map(messages.map(toRecord).map(({ tool_call_id, content }) => [tool_call_id, content]))
  for (const { id, content, path } of calls) {
    const difference = findDifference(content, current.get(id), { path: `${path}.content`, cut })
    if (difference) return difference
    current.delete(id)
  }
  const [other] = current.keys()
  return other === undefined ? undefined : `the result of ${JSON.stringify(other)} was not recorded`
}

function mismatch(index: number, difference: string): MiraError {
  return new MiraError(`replayRun: round ${index + 1}: ${difference}`, { code: 'replay_mismatch' })
}

interface ReplyOptions {
  readonly isStream: boolean
  readonly index: number
}

function toReply({ completion, error }: ReplayableRound, { isStream, index }: ReplyOptions): ScriptedReply {
  const { code, status, body } = error ?? {}
  if (status !== undefined && status >= 400) return { status, json: body ?? { error: { message: code, code } } }
  if (error && code !== 'stream_interrupted' && code !== 'connection_failed' && body === undefined)
    throw mismatch(index, 'the recorded run was ended here by its caller or a timeout')
  const chunks = completion && isStream ? [{ data: toChunk(completion) }] : []
  if (body !== undefined) return isStream ? { sse: [...chunks, { data: toErrorEvent(body) }] } : { json: body }
  if (error && chunks.length > 0) return { sse: chunks }
  if (error) return { beforeHeaders: 'drop' }
  return isStream ? { sse: [...chunks, '[DONE]'] } : { json: completion }
}

const toErrorEvent = (body: unknown): object => ('error' in toRecord(body) ? (body as object) : { error: body })

/** Returns a completion as one chunk. */
function toChunk(completion: object): object {
  const { choices } = completion as { readonly choices?: readonly Readonly<Record<string, unknown>>[] }
  return {
    ...completion,
    object: 'chat.completion.chunk',
    choices: choices?.map(({ message, ...choice }) => ({ ...choice, delta: message })),
  }
}
