import { MiraError } from '@mira/core'
import type { SessionSettings } from './settings.ts'
import type { RealtimeTool } from './tool.ts'

/** Maximum delay of a timer, about 25 days; a longer one would expire at once. */
const maxTimerMs = 2 ** 31 - 1

/** A call of a tool. */
export interface ToolCall {
  readonly callId: string
  readonly settings: Pick<SessionSettings, 'clock' | 'toolTimeoutMs'>
  /** Aborts the call; aborted here after the timeout. */
  readonly controller: AbortController
}

/**
 * Runs a tool until its timeout: the model waits for the output of every call.
 *
 * @param args - Arguments as JSON text.
 * @throws The error of the tool, of the parser of its arguments, or `timeout`.
 */
export async function runTool(
  tool: RealtimeTool,
  args: string,
  { callId, settings, controller }: ToolCall,
): Promise<unknown> {
  const { clock, toolTimeoutMs } = settings
  const { timeoutMs = toolTimeoutMs } = tool
  let timer: unknown
  const timedOut = new Promise<never>((_, reject) => {
    const onTimeout = (): void => {
      const error = new MiraError(`${tool.name}: the tool took longer than ${timeoutMs} ms`, { code: 'timeout' })
      controller.abort(error)
      reject(error)
    }
    timer = clock.setTimeout(onTimeout, Math.min(timeoutMs, maxTimerMs))
  })
  try {
    const parsed = JSON.parse(args.trim() || '{}') as never
    return await Promise.race([tool.execute?.(parsed, { signal: controller.signal, callId }), timedOut])
  } finally {
    clock.clearTimeout(timer)
  }
}
