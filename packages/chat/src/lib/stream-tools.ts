import type { Client, RequestOptions } from '@mira/core'
import { createToolRun, type RunToolsParams } from './tool-run.ts'
import { ToolStream } from './tool-stream.ts'

/**
 * Runs tools like `runTools` and streams the model's answers. The first request is sent when the stream is first read.
 *
 * @param client - Client created with `createClient`.
 * @throws {TypeError | RangeError} immediately, when a tool cannot be called or a limit is not an integer of at least
 * 1.
 */
export function streamTools(client: Client, params: RunToolsParams, options?: RequestOptions): ToolStream {
  return new ToolStream(client, (context) => createToolRun(params, context), options)
}
