/** What a tool learns about the call it carries out. */
export interface RealtimeToolContext {
  /** Aborts when the session closes. */
  readonly signal: AbortSignal
  readonly callId: string
}

/** A function the model may have called. */
export interface RealtimeTool {
  readonly name: string
  /** Tells the model when to call it. */
  readonly description?: string | undefined
  /** JSON Schema of the arguments (default none). */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined
  /**
   * Gives what the model is to know: a text as it is, anything else as JSON. What it throws is told to the model.
   * Without it the call is yours to answer, with `session.sendToolOutput`.
   *
   * @param args Parsed arguments, unchecked.
   */
  execute?(args: never, context: RealtimeToolContext): unknown
}

/** A tool as the server learns of it. */
export function describeTool({ execute: _, ...tool }: RealtimeTool): Record<string, unknown> {
  return { type: 'function', parameters: { type: 'object', properties: {} }, ...tool }
}
