import type { CallStatus } from './metered-call.ts'
import { noUsage, type Usage } from './usage.ts'

/** Amount that a call takes from a budget before its cost is known. */
export interface Hold {
  readonly cost: bigint
  readonly tokens: number
}

/** Holds nothing. */
export const noHold: Hold = { cost: 0n, tokens: 0 }

/** Internal record of a call: what it has added to the totals so far. */
export interface CallRecord {
  readonly operation: string
  model: string | undefined
  requestId: string | undefined
  /** `open` while the call is in flight. */
  status: CallStatus | 'open'
  reason: string | undefined
  usage: Usage
  /** Cost, in hundred-trillionths of the unit; 0 unless the status says that it is known. */
  exact: bigint
  held: Hold
  /** Sums that the record is part of. */
  generation: number
}

/** Values of a record that change when more of its call is known. */
export type RecordChange = Partial<Omit<CallRecord, 'operation' | 'generation'>>

/** Creates the record of a call that starts. */
export function createRecord(
  operation: string,
  { calls, held, generation }: { calls: number; held: Hold; generation: number },
): CallRecord {
  return {
    ...{ operation, model: undefined, requestId: undefined, status: 'open', reason: undefined },
    ...{ usage: { ...noUsage, calls }, exact: 0n, held, generation },
  }
}
