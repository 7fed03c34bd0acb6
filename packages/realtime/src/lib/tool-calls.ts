import type { Task, TaskFields } from '@mira/core/internal'
import type { RealtimeClientEvent } from './client-event.ts'
import type { ConversationItem } from './conversation-item.ts'
import { forgetOldest } from './forget-oldest.ts'
import type { ReplayState } from './replay-state.ts'
import { runTool } from './run-tool.ts'
import type { RealtimeEvent } from './server-event.ts'
import type { SessionSettings } from './settings.ts'
import type { RealtimeTool } from './tool.ts'

/** Maximum number of call ids kept for deduplication. */
const maxRemembered = 10_000

/** Parts of the session used by {@link ToolCalls}. */
export interface ToolHost {
  readonly settings: SessionSettings
  readonly replayState: ReplayState
  /** Whether a response is in progress, so that the server would reject a request for another. */
  readonly isResponding: boolean
  /** Sends an event to the server. */
  send(event: RealtimeClientEvent): void
  /** Starts a task that is part of that of the session. */
  startTask(about: TaskFields): Task
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
  /** Controllers of the running calls. */
  readonly #controllers = new Set<AbortController>()
  #owesResponse = false
  #isAborted = false

  constructor(host: ToolHost) {
    this.#host = host
  }

  /** Whether a response will be requested when the running calls complete. */
  get isBusy(): boolean {
    return this.#controllers.size > 0 || this.#owesResponse
  }

  /** Aborts the running calls; their outputs are discarded. */
  abort(reason: unknown): void {
    this.#isAborted = true
    for (const controller of this.#controllers) controller.abort(reason)
  }

  /** Replaces the tools. */
  set(tools: readonly RealtimeTool[]): void {
    this.#tools.clear()
    for (const tool of tools) this.#tools.set(tool.name, tool)
  }

  /** Processes an event from the server. */
  note(event: RealtimeEvent): void {
    if (event.type === 'response.output_item.added') {
      const { call_id, name } = event.item
      if (call_id && name) this.#names.set(call_id, name)
      forgetOldest(this.#names, maxRemembered)
    } else if (event.type === 'response.output_item.done') this.#take(event.item)
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
    this.#host.send({
      type: 'conversation.item.create',
      item: { type: 'function_call_output', call_id: callId, output: text },
    })
    this.settle()
  }

  /** Requests a response when all calls have completed and no response is in progress. */
  settle(): void {
    if (!this.#owesResponse || this.#controllers.size > 0 || this.#host.isResponding) return
    this.#owesResponse = false
    this.#host.send({ type: 'response.create' })
  }

  #take(item: ConversationItem): void {
    const { type, call_id: callId, name, status } = item ?? {}
    if (type !== 'function_call' || typeof callId !== 'string' || typeof name !== 'string') return
    if (status === 'incomplete' || this.#taken.has(callId)) return
    remember(this.#taken, callId)
    this.#names.delete(callId)
    const args = typeof item.arguments === 'string' ? item.arguments : JSON.stringify(item.arguments ?? {})
    // In case the server does not send the item again.
    this.#host.replayState.history.put({ ...item, arguments: args })
    const tool = this.#tools.get(name)
    if (tool?.execute) void this.#run(tool, callId, args)
  }

  async #run(tool: RealtimeTool, callId: string, args: string): Promise<void> {
    const fail = (error: unknown): void => {
      if (!this.#isAborted) this.#host.emit({ type: 'mira.tool_failed', name: tool.name, callId, error })
    }
    const controller = new AbortController()
    this.#controllers.add(controller)
    let output: unknown
    const { settings } = this.#host
    const task = this.#host.startTask({ operation: 'realtime.tool', name: tool.name, id: callId, params: () => args })
    try {
      output = await task.run(() => runTool(tool, args, { callId, settings, controller }))
      // An output that cannot be serialized is a failure of the tool.
      output = JSON.stringify(output) === undefined ? 'null' : output
      task.end({ result: () => output })
    } catch (error) {
      task.end({ error })
      output = { error: error instanceof Error ? error.message : String(error) }
      fail(error)
    }
    this.#controllers.delete(controller)
    try {
      if (!this.#isAborted) this.answer(callId, output)
    } catch (error) {
      fail(error)
    }
  }
}

function remember(ids: Set<string>, id: string): void {
  ids.add(id)
  forgetOldest(ids, maxRemembered)
}
