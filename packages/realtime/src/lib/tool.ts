/** Context of a tool call. */
export interface RealtimeToolContext {
  /** Aborts when the session closes. */
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
  /** JSON Schema of the arguments. Defaults to no arguments. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined
  /**
   * Executes a call and returns its output: a string is sent to the model as is, any other value as JSON. If it
   * throws, the error message is sent to the model. If omitted, answer calls with `session.sendToolOutput`.
   *
   * @param args - Parsed arguments, not validated.
   */
  execute?(args: never, context: RealtimeToolContext): unknown
}

/** Returns the definition of a tool for the server. */
export function describeTool({ execute: _, ...tool }: RealtimeTool): Record<string, unknown> {
  return { type: 'function', parameters: { type: 'object', properties: {} }, ...tool }
}
