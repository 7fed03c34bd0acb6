import type { ConversationItem } from './conversation-item.ts'
import { forgetOldest } from './forget-oldest.ts'
import type { RealtimeEvent } from './server-event.ts'
import type { RealtimeTool } from './tool.ts'

/** Calls remembered as taken, so that none is answered twice. */
const maxRemembered = 10_000

/** What {@link ToolCalls} needs of the session. */
export interface ToolHost {
  readonly signal: AbortSignal
  /** Whether the server is in the middle of a response, and so would refuse to begin another. */
  isResponding(): boolean
  /** Puts an item into the conversation. */
  create(item: ConversationItem): void
  /** Keeps a call that the server made, in case it does not tell it again. */
  remember(item: ConversationItem): void
  respond(): void
  emit(event: RealtimeEvent): void
}

/** Carries out the calls of the model, each once, however often and on however many connections it is told. */
export class ToolCalls {
  readonly #host: ToolHost
  readonly #tools = new Map<string, RealtimeTool>()
  readonly #names = new Map<string, string>()
  readonly #taken = new Set<string>()
  readonly #answered = new Set<string>()
  #running = 0
  #owesResponse = false

  constructor(host: ToolHost) {
    this.#host = host
  }

  /** Whether a response will be asked for without further ado. */
  get isBusy(): boolean {
    return this.#running > 0 || this.#owesResponse
  }

  /** Takes the place of the tools there were. */
  set(tools: readonly RealtimeTool[]): void {
    this.#tools.clear()
    for (const tool of tools) this.#tools.set(tool.name, tool)
  }

  note(event: RealtimeEvent): void {
    if (event.type === 'response.output_item.added') this.#noteName(event.item)
    else if (event.type === 'response.output_item.done') this.#take(event.item)
    else if (event.type === 'response.function_call_arguments.done') {
      const { call_id, item_id: id, name = this.#names.get(call_id ?? ''), arguments: args } = event
      this.#take({ type: 'function_call', id, call_id, name, arguments: args })
    } else if (event.type === 'response.done') {
      const { output, status } = event.response
      for (const item of Array.isArray(output) && status !== 'cancelled' ? output : []) this.#take(item)
      this.settle()
    }
  }

  /** Answers a call; only its first answer counts. */
  answer(callId: string, output: unknown): void {
    if (this.#answered.has(callId)) return
    remember(this.#answered, callId)
    remember(this.#taken, callId)
    const text = typeof output === 'string' ? output : (JSON.stringify(output) ?? 'null')
    this.#owesResponse = true
    this.#host.create({ type: 'function_call_output', call_id: callId, output: text })
    this.settle()
  }

  /** Asks for a response once every call is answered and the server is free. */
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
      output = await tool.execute?.(JSON.parse(args.trim() || '{}') as never, { signal, callId })
      // What cannot be told is the tool's failure, not ours.
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
}

function remember(ids: Set<string>, id: string): void {
  ids.add(id)
  forgetOldest(ids, maxRemembered)
}
