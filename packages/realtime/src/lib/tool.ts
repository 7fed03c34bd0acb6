/** Context of a tool call. */
export interface RealtimeToolContext {
  /** Aborts when the session closes, or the call times out. */
  readonly signal: AbortSignal
  /** `call_id` of the function call. */
  readonly callId: string
}

/** A function that the model may call. */
export interface RealtimeTool {
  /** Name of the function. */
  readonly name: string
  /** Description for the model: the purpose of the function, and when to call it. */
  readonly description?: string | undefined
  /** JSON Schema of the arguments. Defaults to no arguments. For a validator, use `defineRealtimeTool`. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined
  /**
   * Timeout of a call, in milliseconds, after which the model receives an error instead of an output. Defaults to
   * `toolTimeoutMs` of the session; `Infinity` disables it.
   */
  readonly timeoutMs?: number | undefined
  /**
   * Executes a call and returns its output: a string is sent to the model as is, any other value as JSON. If it
   * throws, the error message is sent to the model. If omitted, answer calls with `session.sendToolOutput`.
   *
   * @param args - Parsed arguments, not validated.
   */
  execute?(args: never, context: RealtimeToolContext): unknown
}

/**
 * Returns the definition of a tool for the server.
 *
 * @throws {TypeError} when `parameters` is a validator, which describes nothing to the model.
 */
export function describeTool({ execute: _, timeoutMs: __, ...tool }: RealtimeTool): Record<string, unknown> {
  if (tool.parameters && '~standard' in tool.parameters) {
    throw new TypeError(
      `parameters of the tool "${tool.name}" must be a JSON Schema; for a validator, use defineRealtimeTool`,
    )
  }
  return { type: 'function', parameters: { type: 'object', properties: {} }, ...tool }
}
