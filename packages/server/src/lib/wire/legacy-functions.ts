import { z } from '@hono/zod-openapi'
import type { ChatCompletion, ChatCompletionChunk } from './chat-completion.ts'
import { functionFields } from './tools.ts'

/** Call of a function in the form that preceded tool calls. */
export const FunctionCallSchema = z.object({ name: z.string(), arguments: z.string() })

/** Fields of a chat request in the form that preceded tools. */
export const legacyFunctionFields = {
  functions: z.array(z.object(functionFields)).max(128).nullish(),
  function_call: z.union([z.enum(['auto', 'none']), z.object({ name: z.string() })]).nullish(),
}

/** Request fields that {@link toToolFields} reads. */
export interface FunctionFields {
  readonly functions?: readonly z.infer<z.ZodObject<typeof functionFields>>[] | null | undefined
  readonly function_call?: 'auto' | 'none' | { readonly name: string } | null | undefined
}

/** Returns whether a request uses functions instead of tools; its answer then does as well. */
export function usesFunctions({ functions }: FunctionFields): boolean {
  return functions != null && functions.length > 0
}

/** Converts functions to the fields of tools. */
export function toToolFields({ functions, function_call: choice }: FunctionFields) {
  return {
    tools: functions?.map((definition) => ({ type: 'function' as const, function: definition })),
    tool_choice:
      typeof choice === 'object' && choice !== null ? { type: 'function' as const, function: choice } : choice,
    // The older form has room for one call.
    parallel_tool_calls: false,
  }
}

/** Converts the tool call of a completion to a function call. */
export function toFunctionCompletion(completion: ChatCompletion): object {
  const choices = completion.choices.map(({ message: { tool_calls, ...message }, finish_reason, index }) => {
    const call = tool_calls?.find((candidate) => candidate.type === 'function')
    return {
      index,
      message: { ...message, ...(call === undefined ? {} : { function_call: call.function }) },
      finish_reason: toFunctionReason(finish_reason),
    }
  })
  return { ...completion, choices }
}

/** Converts the tool call fragment of a chunk to one of a function call. */
export function toFunctionChunk(chunk: ChatCompletionChunk): object {
  const choices = chunk.choices.map(({ delta: { tool_calls, ...delta }, finish_reason, index }) => {
    const call = tool_calls?.find((candidate) => 'function' in candidate && candidate.index === 0)
    return {
      index,
      delta: { ...delta, ...(call && 'function' in call ? { function_call: call.function } : {}) },
      finish_reason: toFunctionReason(finish_reason),
    }
  })
  return { ...chunk, choices }
}

function toFunctionReason(reason: string | null): string | null {
  return reason === 'tool_calls' ? 'function_call' : reason
}
