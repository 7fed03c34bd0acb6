import { type Client, MiraError, type RequestOptions } from '@mira/core'
import type { ChatChunk } from './chat-completion.ts'
import { partOptions } from './part-options.ts'
import { streamChatCompletion } from './stream-chat-completion.ts'
import { createToolRun, type RunToolsParams, type RunToolsResult } from './tool-run.ts'

const operation = 'chat.streamTools'

/** A streaming run with tools. Iterate it for the chunks of all answers, or call `final()` for the result. */
export interface ToolStream extends AsyncIterable<ChatChunk> {
  /**
   * Reads the stream to its end and returns the result; can be called instead of a loop or after it.
   *
   * @throws {MiraError} when the run fails.
   */
  final(): Promise<RunToolsResult>
}

/**
 * Runs tools like `runTools` and streams the model's answers. The first request is sent when the stream is first read.
 *
 * @param client - Client created with `createClient`.
 * @throws {TypeError | RangeError} immediately, when a tool cannot be called or a limit is not an integer of at least
 * 1.
 */
export function streamTools(client: Client, params: RunToolsParams, options?: RequestOptions): ToolStream {
  const run = createToolRun(operation, params, options?.signal)
  let outcome: { result: RunToolsResult } | { error: unknown } = {
    error: new MiraError(`${operation}: the stream was closed before its end`, { code: 'stream_closed', operation }),
  }
  async function* readAll(): AsyncGenerator<ChatChunk, void, undefined> {
    try {
      for (let round = 1; ; round += 1) {
        const stream = streamChatCompletion(client, run.next(), partOptions(options, round))
        yield* stream
        const result = await run.take(await stream.final())
        if (!result) continue
        outcome = { result }
        return
      }
    } catch (error) {
      outcome = { error }
      throw error
    }
  }
  const chunks = readAll()
  return {
    [Symbol.asyncIterator]: () => chunks,
    async final() {
      for await (const _ of chunks);
      if ('error' in outcome) throw outcome.error
      return outcome.result
    },
  }
}
