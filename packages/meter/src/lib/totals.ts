import type { CallRecord } from './call-record.ts'
import { Cost } from './cost.ts'
import type { Summary } from './metered-call.ts'
import { type Usage, usageFields } from './usage.ts'

/** Sums of records, from which a record can be taken out again when more of it is known. */
export class Totals {
  /** Sum of the known costs, in hundred-trillionths of the unit. */
  exact = 0n
  /** Number of records in the sums. */
  size = 0
  #unknown = 0
  #unpriced = 0
  readonly #counts = new Map<keyof Usage, bigint>()

  /** @param sign - `1n` to add a record, `-1n` to take it out. */
  add({ usage, exact, status }: CallRecord, sign: 1n | -1n): void {
    this.size += Number(sign)
    this.exact += sign * exact
    if (status === 'unknown') this.#unknown += Number(sign)
    if (status === 'unpriced') this.#unpriced += Number(sign)
    for (const name of usageFields)
      if (usage[name] !== 0) this.#counts.set(name, (this.#counts.get(name) ?? 0n) + sign * BigInt(usage[name]))
  }

  /** Sum of the usage, of which each field ends at 2⁵³ − 1. */
  get usage(): Usage {
    const most = BigInt(Number.MAX_SAFE_INTEGER)
    const counts = usageFields.map((name) => {
      const count = this.#counts.get(name) ?? 0n
      return [name, Number(count > most ? most : count)]
    })
    return Object.fromEntries(counts) as unknown as Usage
  }

  /** Returns the sums. */
  summarize(currency: string): Summary {
    const { usage, exact } = this
    return { usage, cost: new Cost(exact, currency), unknown: this.#unknown, unpriced: this.#unpriced }
  }
}
