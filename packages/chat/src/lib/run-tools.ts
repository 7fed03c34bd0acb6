import type { Client, RequestOptions } from '@mira/core'
import { createChatCompletion } from './create-chat-completion.ts'
import { partOptions } from './part-options.ts'
import { createToolRun, type RunToolsParams, type RunToolsResult } from './tool-run.ts'

/**
 * Lets the model call functions until it has its answer. Calls of one round run side by side; one that fails, or whose
 * arguments are unreadable, is told to the model, which may try again.
 *
 * @param client Connection made with `createClient`.
 * @param options As for every call; `timeout` is that of each request, `signal` ends the whole run.
 * @throws {MiraError} `tool_rounds_exceeded` after `maxRounds`, with the result so far as `partial`; else as every call.
 * @throws {TypeError | RangeError} for tools that cannot be called, and limits below 1.
 */
export async function runTools(
  client: Client,
  params: RunToolsParams,
  options?: RequestOptions,
): Promise<RunToolsResult> {
  const run = createToolRun('chat.runTools', params, options?.signal)
  for (let round = 1; ; round += 1) {
    const result = await run.take(await createChatCompletion(client, run.next(), partOptions(options, round)))
    if (result) return result
  }
}
