import type { Client, RequestOptions } from '@mira/core'
import { createChatCompletion } from './create-chat-completion.ts'
import { partOptions } from './part-options.ts'
import { createToolRun, type RunToolsParams, type RunToolsResult } from './tool-run.ts'

/**
 * Runs tools until the model stops calling them. The calls of one round run concurrently. If a call fails or its
 * arguments are invalid, the error is sent to the model, which may retry.
 *
 * @param client - Client created with `createClient`.
 * @param options - As for every call; `timeout` applies to each request, `signal` aborts the whole run.
 * @throws {MiraError} `tool_rounds_exceeded` after `maxRounds`, with the result so far as `partial`; otherwise when a
 * request fails.
 * @throws {TypeError | RangeError} when a tool cannot be called, or a limit is not an integer of at least 1.
 */
export async function runTools(
  client: Client,
  params: RunToolsParams,
  options?: RequestOptions,
): Promise<RunToolsResult> {
  const run = createToolRun(params, { client, operation: 'chat.runTools', signal: options?.signal })
  try {
    for (let round = 1; ; round += 1) {
      const request = () => createChatCompletion(client, run.next(), partOptions(options, round))
      const result = await run.take(await run.within(request))
      if (!result) continue
      run.end({ result: () => result })
      return result
    }
  } catch (error) {
    run.end({ error })
    throw error
  }
}
