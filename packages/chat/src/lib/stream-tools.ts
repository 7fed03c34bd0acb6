import { type Client, MiraError, type RequestOptions } from '@mira/core'
import type { ChatChunk } from './chat-completion.ts'
import { partOptions } from './part-options.ts'
import { streamChatCompletion } from './stream-chat-completion.ts'
import { createToolRun, type RunToolsParams, type RunToolsResult } from './tool-run.ts'

const operation = 'chat.streamTools'

/** A run with tools on its way: a loop gives the chunks of all its answers, `final()` what came out. */
export interface ToolStream extends AsyncIterable<ChatChunk> {
  /** Reads to the end, instead of a loop or after it. @throws {MiraError} what the run failed with. */
  final(): Promise<RunToolsResult>
}

/**
 * As `runTools`, and gives the model's answers as they are written. Nothing is sent before it is first read.
 *
 * @param client Connection made with `createClient`.
 * @throws {TypeError | RangeError} at once, for tools that cannot be called, and limits below 1.
 */
export function streamTools(client: Client, params: RunToolsParams, options?: RequestOptions): ToolStream {
  const run = createToolRun(operation, params, options?.signal)
  let outcome: { result: RunToolsResult } | { error: unknown } = {
    error: new MiraError(`${operation}: the stream was left before its end`, { code: 'stream_closed', operation }),
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
