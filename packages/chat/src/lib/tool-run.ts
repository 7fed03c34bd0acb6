import { MiraError } from '@mira/core'
import type { ChatCompletion, ChatCompletionFields, ChatCompletionParams, ChatUsage } from './chat-completion.ts'
import type { AssistantMessage, ChatMessage, FunctionToolCall, ToolCall } from './chat-message.ts'
import { checkCount } from './check-count.ts'
import { mapConcurrently } from './map-concurrently.ts'
import type { Open } from './open.ts'
import type { Tool } from './tool.ts'
import { callTool, createToolbox, describeTool, type Toolbox } from './toolbox.ts'
import { addUsage } from './usage.ts'

/** A call of a tool, as the model asked for it. */
export interface RequestedCall {
  readonly id: string
  readonly name: string
  /** JSON text, or an object. */
  readonly arguments: unknown
}

/** How a call of a tool went. */
export interface ToolOutcome extends RequestedCall {
  /** What the tool gave. */
  readonly result?: unknown
  /** Why it failed; the model was told its message. */
  readonly error?: unknown
  /** What the model is told. */
  readonly content: string
}

/** What a run with tools takes beside the fields of a chat request. */
export interface RunToolsFields extends Omit<ChatCompletionFields, 'tools'> {
  tools: readonly Tool[]
  /** Most completions that are asked for (default 10). */
  maxRounds?: number | undefined
  /** Most tools at work at once (default 8). */
  maxParallel?: number | undefined
  /** Called before a tool is; what it throws ends the run. */
  onToolCall?: ((call: RequestedCall) => void) | undefined
  /** Called after a tool has given its result or failed; what it throws ends the run. */
  onToolResult?: ((outcome: ToolOutcome) => void) | undefined
}

/** Parameters of a run with tools. A `tool_choice` that forces a call holds for the first round only. */
export type RunToolsParams = Open<RunToolsFields>

/** What came out of a run with tools. */
export interface RunToolsResult {
  /** The last completion. */
  completion: ChatCompletion
  /** The whole conversation, its last answer included, to go on from. */
  messages: ChatMessage[]
  /** Summed over all rounds. */
  usage: ChatUsage | undefined
  /** Completions that were asked for. */
  rounds: number
}

/** A conversation in which tools are called until the model is content. */
export interface ToolRun {
  /** Parameters of the next request. */
  next(): ChatCompletionParams
  /** Takes an answer in and carries out what it asks for; gives the result when that was nothing. */
  take(completion: ChatCompletion): Promise<RunToolsResult | undefined>
}

/** @throws {TypeError | RangeError} for tools that cannot be called, and limits below 1. */
export function createToolRun(operation: string, params: RunToolsParams, signal: AbortSignal | undefined): ToolRun {
  const { tools, maxRounds = 10, maxParallel = 8, onToolCall, onToolResult, ...fields } = params
  checkCount('maxRounds', maxRounds)
  checkCount('maxParallel', maxParallel)
  const toolbox = createToolbox(tools)
  const descriptions = tools.map(describeTool)
  const messages = [...(params.messages ?? [])]
  let usage: ChatUsage | undefined
  let rounds = 0

  const carryOut = async (call: RequestedCall, toolSignal: AbortSignal): Promise<ChatMessage> => {
    onToolCall?.(call)
    const outcome = await settle(toolbox, call, toolSignal)
    onToolResult?.({ ...call, ...outcome })
    return { role: 'tool', tool_call_id: call.id, content: outcome.content }
  }

  return {
    next: () => ({
      ...fields,
      ...(rounds > 0 && isForced(fields.tool_choice) && { tool_choice: 'auto' }),
      tools: descriptions,
      messages,
    }),
    async take(completion) {
      rounds += 1
      usage = addUsage(usage, completion.usage)
      const message = nameCalls(completion.choices?.[0]?.message, rounds)
      messages.push(message)
      const calls = (message.tool_calls ?? []).filter((call) => isOurs(call, toolbox)).map(toRequestedCall)
      const result = { completion, messages, usage, rounds }
      if (calls.length === 0) return result
      if (rounds === maxRounds) throw tooManyRounds(operation, result)
      messages.push(...(await mapConcurrently(calls, carryOut, { limit: maxParallel, signal })))
      return undefined
    },
  }
}

const isForced = (choice: unknown): boolean => choice === 'required' || typeof choice === 'object'

function tooManyRounds(operation: string, partial: RunToolsResult): MiraError {
  const message = `${operation}: the model still calls tools after ${partial.rounds} rounds (maxRounds)`
  return new MiraError(message, { code: 'tool_rounds_exceeded', operation, partial })
}

/** Gives calls without an id one, for the answers have to name it. */
function nameCalls(message: AssistantMessage | undefined, round: number): AssistantMessage {
  const calls = Array.isArray(message?.tool_calls) ? message.tool_calls.filter(Boolean) : []
  const named = calls.map((call, index) => ({ ...call, id: call.id || `call_${round}_${index}` }))
  return { role: 'assistant', content: null, ...message, tool_calls: named.length > 0 ? named : undefined }
}

/** What the server carries out itself needs no answer, unless it is the name of a tool of ours. */
const isOurs = (call: ToolCall, toolbox: Toolbox): boolean => call.type !== 'tool_call' || toolbox.has(call.name)

function toRequestedCall(call: ToolCall): RequestedCall {
  const { name, arguments: args } = (call as FunctionToolCall).function ?? call
  return { id: call.id as string, name, arguments: args }
}

/** A tool that fails is news for the model, not the end of the run. */
async function settle(
  toolbox: Toolbox,
  { id, name, arguments: args }: RequestedCall,
  signal: AbortSignal,
): Promise<Pick<ToolOutcome, 'result' | 'error' | 'content'>> {
  try {
    const result = await callTool(toolbox, name, args, { signal, toolCallId: id })
    return { result, content: typeof result === 'string' ? result : (JSON.stringify(result) ?? '') }
  } catch (error) {
    return { error, content: `Error: ${error instanceof Error ? error.message : String(error)}` }
  }
}
