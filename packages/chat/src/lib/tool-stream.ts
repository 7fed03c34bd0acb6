import { type Client, isMiraError, type RequestOptions } from '@mira/core'
import { addAbortCallback, ItemStream, removeAbortCallback } from '@mira/core/internal'
import type { ChatChunk, ChatCompletion } from './chat-completion.ts'
import { partOptions } from './part-options.ts'
import { type ChatStream, streamChatCompletion } from './stream-chat-completion.ts'
import type { RunToolsResult, ToolOutcome, ToolRun, ToolRunContext } from './tool-run.ts'
import type { RequestedCall } from './toolbox.ts'

/** Fields that a tool event shares with a chunk, so that a loop over the text needs no distinction. */
interface ToolEventFields {
  /** Empty. */
  text: ''
  /** Empty. */
  reasoning: ''
  /** Empty. */
  choices: []
}

/** A tool call that starts. */
export interface ToolCallEvent extends ToolEventFields {
  type: 'tool_call'
  call: RequestedCall
}

/** A tool call that has ended, successfully or not. */
export interface ToolResultEvent extends ToolEventFields {
  type: 'tool_result'
  outcome: ToolOutcome
}

/** One item of a {@link ToolStream}: a chunk of an answer, or the start or the end of a tool call. */
export type ToolStreamItem = (ChatChunk & { type?: undefined }) | ToolCallEvent | ToolResultEvent

/**
 * A streaming run with tools. Iterate it for the chunks of all answers and the tool calls between them, or call
 * `final()` for the result or `text()` for the text of the last answer.
 */
export class ToolStream extends ItemStream<ToolStreamItem, RunToolsResult> {
  readonly #client: Client
  readonly #options: RequestOptions | undefined
  readonly #run: ToolRun
  readonly #controller = new AbortController()
  #round = 0
  #answer: { stream: ChatStream; items: AsyncIterator<ChatChunk[], undefined> } | undefined
  #tools: Promise<boolean> | undefined
  /** Resolves the pending read when a tool event has been added. */
  #onEvent: (() => void) | undefined

  /** @throws {TypeError | RangeError} when `createRun` rejects the parameters. */
  constructor(client: Client, createRun: (context: ToolRunContext) => ToolRun, options: RequestOptions | undefined) {
    super('chat.streamTools', options?.signal)
    this.#client = client
    this.#options = options
    this.#run = createRun({
      client,
      operation: 'chat.streamTools',
      signal: this.#controller.signal,
      onToolCall: (call) => this.#add({ type: 'tool_call', call, text: '', reasoning: '', choices: [] }),
      onToolResult: (outcome) => this.#add({ type: 'tool_result', outcome, text: '', reasoning: '', choices: [] }),
    })
    if (options?.signal?.aborted) this.#onAbort()
  }

  /** Result so far: the conversation, and the completion of the current round. */
  get snapshot(): RunToolsResult {
    return this.#run.snapshot(this.#answer?.stream.snapshot)
  }

  /** Reads the stream to its end and returns the text of the last answer. Rejects like {@link ToolStream.final}. */
  text(): Promise<string> {
    return this.settled(this.final().then(({ completion }) => completion.text))
  }

  protected override async readMore(): Promise<boolean> {
    if (this.#tools) return this.#awaitTools(this.#tools)
    this.#answer ??= this.#ask()
    const { stream, items } = this.#answer
    const { value, done } = await this.#run.within(() => items.next())
    if (!done) {
      for (const chunk of value) this.#addChunk(chunk)
      return false
    }
    this.#tools = this.#runTools(await stream.final())
    return this.#awaitTools(this.#tools)
  }

  #ask(): { stream: ChatStream; items: AsyncIterator<ChatChunk[], undefined> } {
    const signal = this.#options?.signal
    if (this.#round === 0 && signal) addAbortCallback(signal, this.#onAbort)
    this.#controller.signal.throwIfAborted()
    this.#round += 1
    const options = { ...partOptions(this.#options, this.#round), signal: this.#controller.signal }
    const stream = streamChatCompletion(this.#client, this.#run.next(), options)
    return { stream, items: stream.batches()[Symbol.asyncIterator]() as AsyncIterator<ChatChunk[], undefined> }
  }

  /** Runs the tools of a round. @returns Whether the run has ended. */
  async #runTools(completion: ChatCompletion): Promise<boolean> {
    const result = await this.#run.take(completion)
    if (!result) this.#answer = undefined
    return result !== undefined
  }

  /** Waits for the end of the tools, or for the next of their events. */
  async #awaitTools(tools: Promise<boolean>): Promise<boolean> {
    const event = new Promise<undefined>((resolve) => {
      this.#onEvent = () => resolve(undefined)
    })
    if (this.queue.size > 0) this.#onEvent?.()
    const isOver = await Promise.race([tools, event])
    if (isOver === undefined) return false
    this.#tools = undefined
    if (isOver) this.copied?.push('data: [DONE]\n\n')
    return isOver
  }

  #add(item: ToolStreamItem): void {
    this.queue.push(item)
    this.#onEvent?.()
  }

  #addChunk(chunk: ChatChunk): void {
    this.queue.push(chunk as ToolStreamItem)
    if (!this.copied) return
    const { text: _, reasoning: __, ...event } = chunk
    this.copied.push(`data: ${JSON.stringify(event)}\n\n`)
  }

  readonly #onAbort = (): void => this.#controller.abort(this.#options?.signal?.reason)

  protected override onEnd(failure: { error: unknown } | undefined): void {
    if (this.#options?.signal) removeAbortCallback(this.#options.signal, this.#onAbort)
    this.#tools?.catch(() => {})
    if (failure) this.#controller.abort(failure.error)
    // As for a stream of one answer: a reader that leaves is not an error.
    const isClosed = isMiraError(failure?.error) && failure.error.code === 'stream_closed'
    this.#run.end(failure && !isClosed ? { error: failure.error } : { result: () => this.snapshot })
  }
}
