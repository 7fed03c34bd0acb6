import type { Cost } from './cost.ts'
import type { Usage } from './usage.ts'

/**
 * How the cost of a call is known: `exact` from its usage and a price, `reconciled` from the account, `unpriced` if its
 * model has no price, `unknown` if the client cannot know it.
 */
export type CallStatus = 'exact' | 'reconciled' | 'unpriced' | 'unknown'

/** A call that a scope has counted. */
export interface MeteredCall {
  /** Name of the operation, such as `chat.create`. */
  readonly operation: string
  /** Model named in the response, otherwise in the request. */
  readonly model: string | undefined
  /** Id of the request, by which the account names its charge; of a realtime response, its own. */
  readonly requestId: string | undefined
  readonly status: CallStatus
  /**
   * Why the cost is unknown: `aborted`, `no_usage` if the server reported none, `running` for a job, or the code of the error that ended
   * the call or an attempt that may have been charged.
   */
  readonly reason: string | undefined
  /** Usage as reported; of an unknown call, what has arrived. */
  readonly usage: Usage
  /** Cost of an `exact` or `reconciled` call. */
  readonly cost: Cost | undefined
  /** Amount that an `unknown` call takes from a budget: the estimated cost of the part received, or its reservation. */
  readonly estimate: Cost | undefined
}

/** Totals of the calls of one model or operation, or of all. */
export interface Summary {
  readonly usage: Usage
  readonly cost: Cost
  /** Number of calls whose cost is not part of `cost`, because the client cannot know it. */
  readonly unknown: number
  /** Number of calls whose cost is not part of `cost`, because their model has no price. */
  readonly unpriced: number
}
