import {
  type CallContext,
  type CallEvent,
  type Client,
  type EndEvent,
  isMiraError,
  type Middleware,
  type RequestOptions,
} from '@mira/core'
import {
  checkCount,
  deriveClient,
  maskJson,
  parseJson,
  type Redact,
  refuseUnknown,
  stateOf,
  toRecord,
} from '@mira/core/internal'
import type { ChatCompletion, ChatUsage } from './chat-completion.ts'
import { contentText } from './content-text.ts'
import { limitRun } from './limit-run.ts'
import type { RecordedCall, RecordedError, RecordedRound, RecordedRun } from './recorded-run.ts'
import type { RunToolsParams, RunToolsResult } from './tool-run.ts'
import type { ToolStream } from './tool-stream.ts'
import { addUsage } from './usage.ts'

/** Options of {@link recordRun}. */
export interface RecordRunOptions {
  /** Maximum size of the recording as JSON, in bytes: at least 16 384. Defaults to 1 MiB. */
  readonly maxBytes?: number | undefined
  /** Strings to remove, in addition to the API key and every `sk-mira-…` key. */
  readonly secrets?: readonly string[] | undefined
  /**
   * Replaces the value of a field: called for every named field of the recording, also in the arguments and results of
   * tools, such as `(name, value) => (name === 'password' ? '[masked]' : value)`.
   */
  readonly redact?: Redact | undefined
}

/** `runTools` or `streamTools`. */
export type RunOperation<Result extends Promise<RunToolsResult> | ToolStream> = (
  client: Client,
  params: RunToolsParams,
  options?: RequestOptions,
) => Result

/** A recorder of one run. Created by {@link recordRun}. */
export interface RunRecorder<Result extends Promise<RunToolsResult> | ToolStream> {
  /**
   * Starts the run, like the operation itself.
   *
   * @throws {TypeError} when it is called again.
   */
  run(params: RunToolsParams, options?: RequestOptions): Result
  /** Returns the run so far, ready for `JSON.stringify`. A run that fails or is aborted is recorded up to there. */
  recording(): RecordedRun
}

/**
 * Records a run with tools: every round with its answer, attempts, tool calls, results and times. The recording is a
 * JSON document of limited size without API keys; headers are not part of it. `replayRun` of `@mira/core/testing` replays
 * it without a server.
 *
 * @param client - Client created with `createClient`.
 * @param operation - `runTools` or `streamTools`.
 * @throws {TypeError | RangeError} when an option is unknown or out of range.
 * @example
 * const recorder = recordRun(mira, runTools)
 * const { completion } = await recorder.run({ messages, tools })
 * await writeFile('run.json', JSON.stringify(recorder.recording(), null, 2))
 */
export function recordRun<Result extends Promise<RunToolsResult> | ToolStream>(
  client: Client,
  operation: RunOperation<Result>,
  { maxBytes = 1_048_576, secrets = [], redact, ...unknown }: RecordRunOptions = {},
): RunRecorder<Result> {
  refuseUnknown(unknown, 'RecordRunOptions')
  checkCount('maxBytes', maxBytes, { min: 16_384 })
  const log = new RunLog(stateOf(client).clock.now)
  const observed = observe(client, log)
  return {
    run(params, options) {
      log.start(params)
      return log.watch(() => operation(observed, log.observe(params), options), options?.signal)
    },
    recording() {
      const known = [...secrets, ...stateOf(observed).secrets]
      return limitRun(maskJson(log.toRecording(), { secrets: known, redact }) as RecordedRun, maxBytes)
    },
  }
}

/** Returns a client whose calls are rounds of the run. */
function observe(client: Client, log: RunLog): Client {
  const note: Middleware = async (request, next, call) => {
    if (call.attempt === 1) log.noteRequest(request.body?.content)
    const reply = await next(request)
    log.noteReply(call, reply.data)
    return reply
  }
  return deriveClient(client, ({ middleware, hooks }) => ({
    middleware: [note, ...middleware],
    hooks: {
      ...hooks,
      onRequest(event) {
        if (event.attempt === 1) log.startRound(event)
        return hooks?.onRequest?.(event)
      },
      onEnd(event) {
        log.endRound(event)
        return hooks?.onEnd?.(event)
      },
    },
  }))
}

interface Round extends Omit<RecordedRound, 'attempts' | 'completion'> {
  readonly call: CallContext
  /** Decoded response: a completion, or a stream of one. */
  reply: unknown
}

/** Collects what happens in a run. */
class RunLog {
  readonly #nowMs: () => number
  readonly #rounds: Round[] = []
  #params: RunToolsParams | undefined
  #body: Readonly<Record<string, unknown>> | undefined
  #startedAtMs = 0
  #endedAtMs: number | undefined
  #operation: RecordedRun['operation'] = 'chat.runTools'
  #status: RecordedRun['status'] = 'running'
  #error: RecordedError | undefined

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  get #elapsedMs(): number {
    return this.#nowMs() - this.#startedAtMs
  }

  start(params: RunToolsParams): void {
    if (this.#params) throw new TypeError('A recorder records one run: create another with recordRun')
    this.#params = params
    this.#startedAtMs = this.#nowMs()
  }

  /** Starts the run, and notes how it ends. */
  watch<Result extends Promise<RunToolsResult> | ToolStream>(
    start: () => Result,
    signal: AbortSignal | null | undefined,
  ): Result {
    const end = (failure: { error: unknown } | undefined): void => this.#end(failure, signal)
    try {
      const result = start()
      if ('then' in result) {
        result.then(
          () => end(undefined),
          (error: unknown) => end({ error }),
        )
      } else {
        this.#operation = 'chat.streamTools'
        noteEnd(result, end)
      }
      return result
    } catch (error) {
      end({ error })
      throw error
    }
  }

  #end(failure: { error: unknown } | undefined, signal: AbortSignal | null | undefined): void {
    const error = failure?.error
    const isAborted = signal?.aborted === true || (isMiraError(error) && error.code === 'stream_closed')
    this.#endedAtMs = this.#nowMs()
    this.#status = failure ? (isAborted ? 'aborted' : 'failed') : 'completed'
    if (failure) this.#error = toRecordedError(error)
  }

  /** Returns the parameters with listeners for tool calls. */
  observe(params: RunToolsParams): RunToolsParams {
    const calls = new Map<string, RecordedCall>()
    return {
      ...params,
      onToolCall: (call) => {
        const recorded = { ...call, startedAtMs: this.#elapsedMs }
        calls.set(call.id, recorded)
        this.#rounds.at(-1)?.calls.push(recorded)
        params?.onToolCall?.(call)
      },
      onToolResult: (outcome) => {
        const recorded = calls.get(outcome.id) as RecordedCall
        recorded.durationMs = this.#elapsedMs - recorded.startedAtMs
        recorded.content = outcome.content
        if ('error' in outcome) recorded.error = toRecordedError(outcome.error)
        params?.onToolResult?.(outcome)
      },
    }
  }

  startRound({ call }: CallEvent): void {
    const round = this.#rounds.length + 1
    this.#rounds.push({ round, startedAtMs: this.#elapsedMs, call: call as CallContext, reply: undefined, calls: [] })
  }

  noteRequest(content: unknown): void {
    this.#body ??= toRecord(typeof content === 'string' ? parseJson(content) : undefined)
  }

  noteReply(call: CallContext, reply: unknown): void {
    const round = this.#rounds.find((each) => each.call === call)
    if (round) round.reply = reply
  }

  endRound({ call, error }: EndEvent): void {
    const round = this.#rounds.find((each) => each.call === call)
    if (!round) return
    round.durationMs = this.#elapsedMs - round.startedAtMs
    if (error !== undefined) round.error = toRecordedError(error)
  }

  toRecording(): RecordedRun {
    const { messages = [], tools = [], stream: _, ...request } = this.#body ?? {}
    const rounds = this.#rounds.map(toRecordedRound)
    const isCompleted = this.#status === 'completed'
    const usages = rounds.map(({ completion }) => completion?.usage)
    return {
      format: 'mira.run',
      version: 1,
      operation: this.#operation,
      status: this.#status,
      startedAt: new Date(this.#startedAtMs).toISOString(),
      durationMs: (this.#endedAtMs ?? this.#nowMs()) - this.#startedAtMs,
      request,
      tools: tools as unknown[],
      messages: messages as RecordedRun['messages'],
      rounds,
      answer: isCompleted ? contentText(rounds.at(-1)?.completion?.choices[0]?.message.content) : undefined,
      usage: usages.reduce<ChatUsage | undefined>((sum, usage) => addUsage(sum, usage), undefined),
      error: this.#error,
    }
  }
}

function toRecordedRound({ call, reply, round, startedAtMs, durationMs, error, calls }: Round): RecordedRound {
  const isStream = reply instanceof Object && Symbol.asyncIterator in reply
  const completion = (isStream ? (reply as ToolStream).snapshot : reply) as ChatCompletion | undefined
  const arrived = completion?.choices?.length ? completion : undefined
  return { round, startedAtMs, durationMs, attempts: [...call.attempts], completion: arrived, error, calls }
}

function toRecordedError(error: unknown): RecordedError {
  if (!(error instanceof Error)) return { name: typeof error, message: String(error) }
  const { name, message } = error
  if (!isMiraError(error)) return { name, message }
  const { code, status, body } = error
  return { name, message, code, status, body }
}

/** Calls back when a stream ends, which only the stream itself knows: nothing else reads it. */
function noteEnd(stream: ToolStream, end: (failure: { error: unknown } | undefined) => void): void {
  const target = stream as unknown as { onEnd(failure: { error: unknown } | undefined, closes: boolean): void }
  const { onEnd } = target
  target.onEnd = (failure, closes) => {
    end(failure)
    onEnd.call(stream, failure, closes)
  }
}
