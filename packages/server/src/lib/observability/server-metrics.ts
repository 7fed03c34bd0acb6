/** Request whose response has started. */
export interface StartedResponse {
  readonly method: string
  /** Pattern of the path, such as `/v1/jobs/{id}`; never the path itself, whose cardinality is unbounded. */
  readonly route: string
  readonly status: number
  /** Time until the response headers, in seconds. */
  readonly seconds: number
}

/** Engine call. */
export interface EngineCall {
  /** Capability of the engine, such as `chat` or `images`. */
  readonly capability: string
  /** Called method of the engine. */
  readonly operation: string
}

/** Outcome of an engine call; `left` when its consumer stopped reading. */
export type EngineOutcome = 'completed' | 'failed' | 'left'

/** Records measurements of the server. */
export interface ServerMetrics {
  /** Called when a request arrives. */
  requestStarted(): void
  /** Called when the response headers are ready. */
  responseStarted(request: StartedResponse): void
  /** Called when the last byte of the response was sent, or when the client disconnected. */
  requestEnded(): void
  /** Called when an engine call starts. */
  engineCallStarted(call: EngineCall): void
  /** Called when an engine call ends. */
  engineCallEnded(call: EngineCall, outcome: EngineOutcome, seconds: number): void
  /** Called after each database statement. */
  storeQueried(seconds: number, isError: boolean): void
  /** Called after a charge was written to a ledger; `kopecks` may be 0. */
  charged(kopecks: number): void
}

/** Metrics that record nothing. */
export const noMetrics: ServerMetrics = {
  requestStarted() {},
  responseStarted() {},
  requestEnded() {},
  engineCallStarted() {},
  engineCallEnded() {},
  storeQueried() {},
  charged() {},
}
