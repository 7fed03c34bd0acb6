import { type Client, type Extensible, MiraError, type TaskEnd } from '@mira/core'
import { checkCount, toJsonText } from '@mira/core/internal'
import type { ChatCompletion, ChatCompletionFields, ChatCompletionParams, ChatUsage } from './chat-completion.ts'
import type { ChatMessage } from './chat-message.ts'
import { mapConcurrently } from './map-concurrently.ts'
import { callsOf, isLocal, nameCalls, toRequestedCall } from './requested-calls.ts'
import { createRunTask, type RunTask } from './run-task.ts'
import type { Tool } from './tool.ts'
import { callTool, createToolbox, describeTool, type RequestedCall, type Toolbox } from './toolbox.ts'
import { addUsage } from './usage.ts'

/** Outcome of a tool call. */
export interface ToolOutcome extends RequestedCall {
  /** Return value of the tool. */
  readonly result?: unknown
  /** Error of the call; its message is sent to the model. */
  readonly error?: unknown
  /** Content that is sent to the model. */
  readonly content: string
}

/** Known fields of a run with tools, in addition to those of a chat request. */
export interface RunToolsFields extends Omit<ChatCompletionFields, 'tools'> {
  /** Tools that the model may call. */
  tools: readonly Tool[]
  /** Maximum number of completions to request. Defaults to 10. */
  maxRounds?: number | undefined
  /** Maximum number of concurrent tool calls. Defaults to 8, or to 1 if `parallel_tool_calls` is `false`. */
  maxParallel?: number | undefined
  /** Called before each tool call. An exception thrown here ends the run. */
  onToolCall?: ((call: RequestedCall) => void) | undefined
  /** Called after each tool call, successful or failed. An exception thrown here ends the run. */
  onToolResult?: ((outcome: ToolOutcome) => void) | undefined
}

/** Parameters of a run with tools. A `tool_choice` that forces a call applies to the first round only. */
export type RunToolsParams = Extensible<RunToolsFields>

/** Result of a run with tools. */
export interface RunToolsResult {
  /** The last completion. */
  completion: ChatCompletion
  /** Complete conversation including the last answer, to continue from. */
  messages: ChatMessage[]
  /** Total over all rounds. */
  usage: ChatUsage | undefined
  /** Number of requested completions. */
  rounds: number
}

/** A conversation in which tools run until the model stops calling them. */
export interface ToolRun {
  /** Returns the parameters of the next request. */
  next(): ChatCompletionParams
  /** Processes an answer and runs the tools it calls. Returns the result if it calls none. */
  take(completion: ChatCompletion): Promise<RunToolsResult | undefined>
  /** Returns the result so far; `completion` is that of the current round, if it has begun. */
  snapshot(completion: ChatCompletion | undefined): RunToolsResult
  /** Runs a part of the run, such as a request, within the observers of its task. Starts the task, if it has not started. */
  within<Result>(work: () => Result): Result
  /** Ends the task of the run; further calls have no effect. */
  end(end: TaskEnd): void
}

/** Surroundings of a run. */
export interface ToolRunContext {
  readonly client: Client
  /** Name of the operation, in events and errors. */
  readonly operation: string
  readonly signal?: AbortSignal | null | undefined
  readonly onToolCall?: ((call: RequestedCall) => void) | undefined
  readonly onToolResult?: ((outcome: ToolOutcome) => void) | undefined
}

/**
 * Creates a run with tools.
 *
 * @throws {TypeError | RangeError} when a tool cannot be called, or a limit is not an integer of at least 1.
 */
export function createToolRun(params: RunToolsParams, context: ToolRunContext): ToolRun {
  const { client, operation } = context
  const {
    tools,
    maxRounds = 10,
    maxParallel = params.parallel_tool_calls === false ? 1 : 8,
    onToolCall,
    onToolResult,
    ...fields
  } = params
  checkCount('maxRounds', maxRounds, { min: 1 })
  checkCount('maxParallel', maxParallel, { min: 1 })
  const toolbox = createToolbox(tools)
  const descriptions = tools.map(describeTool)
  const messages = [...(params.messages ?? [])]
  const callIds = new Set(messages.flatMap((message) => callsOf(message).map(({ id }) => id)))
  let usage: ChatUsage | undefined
  let rounds = 0
  const content = () => ({ messages: [...messages], tools: descriptions })
  const task = createRunTask(client, { operation, model: fields.model, params: content })

  const runCall = async (call: RequestedCall, toolSignal: AbortSignal): Promise<ChatMessage> => {
    onToolCall?.(call)
    context.onToolCall?.(call)
    const outcome = await settle(call, { toolbox, signal: toolSignal, task })
    onToolResult?.({ ...call, ...outcome })
    context.onToolResult?.({ ...call, ...outcome })
    return { role: 'tool', tool_call_id: call.id, content: outcome.content }
  }

  let latest: ChatCompletion | undefined
  return {
    within: task.within,
    end: task.end,
    snapshot: (completion = latest) => ({ completion: completion as ChatCompletion, messages, usage, rounds }),
    next: () => ({
      ...fields,
      ...(rounds > 0 && isForced(fields.tool_choice) && { tool_choice: 'auto' }),
      tools: descriptions,
      messages,
    }),
    async take(completion) {
      rounds += 1
      latest = completion
      usage = addUsage(usage, completion.usage)
      const message = nameCalls(completion.choices?.[0]?.message, callIds)
      messages.push(message)
      const calls = (message.tool_calls ?? []).filter((call) => isLocal(call, toolbox)).map(toRequestedCall)
      const result = { completion, messages, usage, rounds }
      if (calls.length === 0) return result
      if (rounds === maxRounds) throw tooManyRounds(operation, result)
      messages.push(...(await mapConcurrently(calls, runCall, { limit: maxParallel, signal: context.signal })))
      return undefined
    },
  }
}

const isForced = (choice: unknown): boolean => choice === 'required' || typeof choice === 'object'

function tooManyRounds(operation: string, partial: RunToolsResult): MiraError {
  const message = `${operation}: the model still calls tools after ${partial.rounds} rounds (maxRounds)`
  return new MiraError(message, { code: 'tool_rounds_exceeded', operation, partial })
}

/** Surroundings of a tool call. */
interface CallContext {
  readonly toolbox: Toolbox
  readonly signal: AbortSignal
  readonly task: RunTask
}

/** Runs one call. A failure is reported to the model and does not end the run. */
async function settle(
  call: RequestedCall,
  { toolbox, signal, task }: CallContext,
): Promise<Pick<ToolOutcome, 'result' | 'error' | 'content'>> {
  const { id, name } = call
  const run = (): Promise<unknown> => callTool(toolbox, call, signal)
  const about = { operation: 'chat.tool', id, name, params: () => call.arguments }
  try {
    // The name of a tool that does not exist is text of the model.
    const result = await (toolbox.has(name) ? task.call(about, run) : run())
    return { result, content: typeof result === 'string' ? result : result === undefined ? '' : toJsonText(result) }
  } catch (error) {
    return { error, content: `Error: ${error instanceof Error ? error.message : String(error)}` }
  }
}
