import { type CallRecord, createRecord, type Hold, noHold, type RecordChange } from './call-record.ts'
import { Totals } from './totals.ts'

/** Name under which calls without a model are summed up. */
const noModel = ''

/** Records of the calls of a scope, and their sums. */
export class CallBook {
  readonly #maxCalls: number
  #records = new Set<CallRecord>()
  /** Number of times that the sums have started over. */
  #generation = 0
  total: Totals = new Totals()
  byModel: Map<string, Totals> = new Map()
  byOperation: Map<string, Totals> = new Map()
  /** Sum of what open and unknown calls hold of a budget. */
  heldCost = 0n
  heldTokens = 0

  /** @param maxCalls - Number of records that are kept; the sums keep the others. */
  constructor(maxCalls: number) {
    this.#maxCalls = maxCalls
  }

  /** Records that are kept, oldest first. */
  get records(): Iterable<CallRecord> {
    return this.#records
  }

  /** Cost that is spent or held, in hundred-trillionths of the unit. */
  get committedCost(): bigint {
    return this.total.exact + this.heldCost
  }

  /** Tokens that are spent or held. */
  get committedTokens(): number {
    const { promptTokens, completionTokens } = this.total.usage
    return promptTokens + completionTokens + this.heldTokens
  }

  /** Adds a record of a call that starts. */
  open(operation: string, { calls, held = noHold }: { calls: number; held?: Hold }): CallRecord {
    const record = createRecord(operation, { calls, held, generation: this.#generation })
    this.#records.add(record)
    this.#count(record, 1n)
    for (const oldest of this.#records) {
      if (this.#records.size <= this.#maxCalls) break
      this.#records.delete(oldest)
    }
    return record
  }

  /** Changes a record and the sums, unless they have started over since. */
  change(record: CallRecord, change: RecordChange): void {
    const isCounted = record.generation === this.#generation
    if (isCounted) this.#count(record, -1n)
    Object.assign(record, change)
    if (isCounted) this.#count(record, 1n)
  }

  /** Takes a record out, of a call that was not sent. */
  discard(record: CallRecord): void {
    if (record.generation === this.#generation) this.#count(record, -1n)
    record.generation = -1
    this.#records.delete(record)
  }

  /** Forgets everything but calls in flight and running jobs, which count from now on. */
  clear(): void {
    const open = [...this.#records].filter(isUnsettled)
    this.#generation += 1
    this.total = new Totals()
    this.byModel = new Map()
    this.byOperation = new Map()
    this.heldCost = 0n
    this.heldTokens = 0
    this.#records = new Set(open)
    for (const record of open) {
      record.generation = this.#generation
      this.#count(record, 1n)
    }
  }

  #count(record: CallRecord, sign: 1n | -1n): void {
    const { held, model = noModel, operation } = record
    this.heldCost += sign * held.cost
    this.heldTokens += Number(sign) * held.tokens
    this.total.add(record, sign)
    addTo(this.byModel, model, { record, sign })
    addTo(this.byOperation, operation, { record, sign })
  }
}

const isUnsettled = ({ status, reason }: CallRecord): boolean => status === 'open' || reason === 'running'

/** Adds a record to the sums of its group, or takes it out. */
function addTo(
  groups: Map<string, Totals>,
  name: string,
  { record, sign }: { record: CallRecord; sign: 1n | -1n },
): void {
  const totals = groups.get(name) ?? new Totals()
  totals.add(record, sign)
  if (totals.size > 0) groups.set(name, totals)
  else groups.delete(name)
}
