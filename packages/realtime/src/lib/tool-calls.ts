import { type Clock, MiraError } from '@mira/core'
import type { ConversationItem } from './conversation-item.ts'
import { forgetOldest } from './forget-oldest.ts'
import type { RealtimeEvent } from './server-event.ts'
import type { RealtimeTool } from './tool.ts'

/** Maximum number of call ids kept for deduplication. */
const maxRemembered = 10_000

/** Maximum delay of a 32-bit timer; a longer timeout never expires. */
const maxTimerMs = 2 ** 31 - 1

/** Parts of the session used by {@link ToolCalls}. */
export interface ToolHost {
  readonly signal: AbortSignal
  readonly clock: Clock
  /** Timeout of a call whose tool has none, in milliseconds. */
  readonly timeoutMs: number
  /** Returns whether a response is in progress, so that the server would reject a request for another. */
  isResponding(): boolean
  /** Adds an item to the conversation. */
  create(item: ConversationItem): void
  /** Adds a call of the model to the history, in case the server does not send the item again. */
  remember(item: ConversationItem): void
  /** Requests a response. */
  respond(): void
  /** Emits an event to listeners. */
  emit(event: RealtimeEvent): void
}

/** Executes the tool calls of the model, each exactly once, even if several events or connections report it. */
export class ToolCalls {
  readonly #host: ToolHost
  readonly #tools = new Map<string, RealtimeTool>()
  readonly #names = new Map<string, string>()
  readonly #taken = new Set<string>()
  readonly #answered = new Set<string>()
  /** Aborts the running calls. One listener for all: runtimes warn about many on one signal. */
  readonly #controllers = new Set<AbortController>()
  #running = 0
  #owesResponse = false

  constructor(host: ToolHost) {
    this.#host = host
    host.signal.addEventListener('abort', () => {
      for (const controller of this.#controllers) controller.abort(host.signal.reason)
    })
  }

  /** Whether a response will be requested when the running calls complete. */
  get isBusy(): boolean {
    return this.#running > 0 || this.#owesResponse
  }

  /** Replaces the tools. */
  set(tools: readonly RealtimeTool[]): void {
    this.#tools.clear()
    for (const tool of tools) this.#tools.set(tool.name, tool)
  }

  /** Processes an event from the server. */
  note(event: RealtimeEvent): void {
    if (event.type === 'response.output_item.added') this.#noteName(event.item)
    else if (event.type === 'response.output_item.done') this.#take(event.item)
    else if (event.type === 'response.function_call_arguments.done') {
      const { call_id, item_id: id, name, arguments: args } = event
      this.#take({ type: 'function_call', id, call_id, name: name ?? this.#names.get(call_id ?? ''), arguments: args })
    } else if (event.type === 'response.done') {
      const { output, status } = event.response
      for (const item of Array.isArray(output) && status !== 'cancelled' ? output : []) this.#take(item)
      this.settle()
    }
  }

  /** Sends the output of a call. Later outputs of the same call are ignored. */
  answer(callId: string, output: unknown): void {
    if (this.#answered.has(callId)) return
    remember(this.#answered, callId)
    remember(this.#taken, callId)
    const text = typeof output === 'string' ? output : (JSON.stringify(output) ?? 'null')
    this.#owesResponse = true
    this.#host.create({ type: 'function_call_output', call_id: callId, output: text })
    this.settle()
  }

  /** Requests a response when all calls have completed and no response is in progress. */
  settle(): void {
    if (!this.#owesResponse || this.#running > 0 || this.#host.isResponding()) return
    this.#owesResponse = false
    this.#host.respond()
  }

  #noteName({ type, call_id, name }: ConversationItem): void {
    if (type !== 'function_call' || typeof call_id !== 'string' || typeof name !== 'string') return
    this.#names.set(call_id, name)
    forgetOldest(this.#names, maxRemembered)
  }

  #take(item: ConversationItem): void {
    const { type, call_id: callId, name, status } = item ?? {}
    if (type !== 'function_call' || typeof callId !== 'string' || typeof name !== 'string') return
    if (status === 'incomplete' || this.#taken.has(callId)) return
    remember(this.#taken, callId)
    this.#names.delete(callId)
    const args = typeof item.arguments === 'string' ? item.arguments : JSON.stringify(item.arguments ?? {})
    this.#host.remember({ ...item, arguments: args })
    const tool = this.#tools.get(name)
    if (tool?.execute) void this.#run(tool, callId, args)
  }

  async #run(tool: RealtimeTool, callId: string, args: string): Promise<void> {
    const { signal } = this.#host
    this.#running += 1
    let output: unknown
    try {
      output = await this.#execute(tool, callId, args)
      // An output that cannot be serialized is a failure of the tool.
      output = JSON.stringify(output) === undefined ? 'null' : output
    } catch (error) {
      output = { error: error instanceof Error ? error.message : String(error) }
      if (!signal.aborted) this.#host.emit({ type: 'mira.tool_failed', name: tool.name, callId, error })
    }
    this.#running -= 1
    if (signal.aborted) return
    try {
      this.answer(callId, output)
    } catch (error) {
      this.#host.emit({ type: 'mira.tool_failed', name: tool.name, callId, error })
    }
  }

  /** Runs a tool until its timeout: the model waits for the output of every call. */
  async #execute(tool: RealtimeTool, callId: string, args: string): Promise<unknown> {
    const { clock, timeoutMs } = this.#host
    const { timeoutMs: ms = timeoutMs } = tool
    const controller = new AbortController()
    this.#controllers.add(controller)
    let timer: unknown
    const timedOut = new Promise<never>((_, reject) => {
      if (ms > maxTimerMs) return
      timer = clock.setTimeout(() => {
        const error = new MiraError(`${tool.name}: the tool took longer than ${ms} ms`, { code: 'timeout' })
        controller.abort(error)
        reject(error)
      }, ms)
    })
    try {
      const parsed = JSON.parse(args.trim() || '{}') as never
      return await Promise.race([tool.execute?.(parsed, { signal: controller.signal, callId }), timedOut])
    } finally {
      clock.clearTimeout(timer)
      this.#controllers.delete(controller)
    }
  }
}

function remember(ids: Set<string>, id: string): void {
  ids.add(id)
  forgetOldest(ids, maxRemembered)
}
