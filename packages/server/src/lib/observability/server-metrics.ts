/** One answered request. */
export interface AnsweredRequest {
  readonly method: string
  /** Pattern of the path, such as `/v1/jobs/{id}`; never the path itself, of which there is no end. */
  readonly route: string
  readonly status: number
  /** Until the head of the answer. */
  readonly seconds: number
}

/** One call of an engine. */
export interface EngineCall {
  /** Such as `chat` or `images`. */
  readonly capability: string
  /** Method of the engine. */
  readonly operation: string
}

/** How a call of an engine ended. */
export type EngineOutcome = 'completed' | 'failed' | 'left'

/** Takes what the server measures of itself. */
export interface ServerMetrics {
  requestStarted(): void
  requestAnswered(request: AnsweredRequest): void
  /** The last byte of the answer is out, or its caller left. */
  requestEnded(): void
  engineCallStarted(call: EngineCall): void
  engineCallEnded(call: EngineCall, outcome: EngineOutcome, seconds: number): void
  storeQueried(seconds: number, isError: boolean): void
  /** A charge was written to a ledger, of no whole kopeck perhaps. */
  charged(kopecks: number): void
}

/** Takes nothing. */
export const noMetrics: ServerMetrics = {
  requestStarted() {},
  requestAnswered() {},
  requestEnded() {},
  engineCallStarted() {},
  engineCallEnded() {},
  storeQueried() {},
  charged() {},
}
