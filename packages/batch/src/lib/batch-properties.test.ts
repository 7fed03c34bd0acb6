import { createClient, MiraError } from '@mira/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createMemoryCheckpoint, type MemoryCheckpoint } from './batch.test-support.ts'
import type { CallOfBatch } from './batch.ts'
import { mapCalls } from './map-calls.ts'

const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
const count = 8
const never = <Value>(): Promise<Value> => new Promise(() => {})

type Outcome = 'succeeds' | 'fails' | 'is busy'

/** How the life of a process ends. */
interface End {
  readonly kind: 'crash' | 'abort' | 'break' | 'completion'
  /** Number of records (crash) or results until then. */
  readonly after: number
  /** Whether the record being written at the crash is complete. */
  readonly isWritten: boolean
}

interface Plan {
  readonly options: {
    readonly concurrency: number
    readonly bufferSize: number
    readonly order: 'input' | 'completion'
    readonly rounds: number
  }
  /** Outcomes of the calls of each item, in order; later ones succeed. */
  readonly outcomes: readonly (readonly Outcome[])[]
  readonly ends: readonly End[]
}

const planArbitrary: fc.Arbitrary<Plan> = fc.record({
  options: fc.record({
    concurrency: fc.integer({ min: 1, max: 4 }),
    bufferSize: fc.integer({ min: 0, max: 4 }),
    order: fc.constantFrom('input', 'completion'),
    rounds: fc.integer({ min: 1, max: 3 }),
  }),
  outcomes: fc.array(fc.array(fc.constantFrom<Outcome>('succeeds', 'succeeds', 'fails', 'is busy'), { maxLength: 4 }), {
    minLength: count,
    maxLength: count,
  }),
  ends: fc.array(
    fc.record({
      kind: fc.constantFrom<End['kind']>('crash', 'abort', 'break', 'completion'),
      after: fc.integer({ min: 0, max: count }),
      isWritten: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
})

/** A server and a database that outlive the processes which use them. */
class World {
  readonly checkpoint: MemoryCheckpoint = createMemoryCheckpoint()
  /** Number of calls of each item. */
  readonly calls: number[] = Array.from({ length: count }, () => 0)
  readonly keys: Set<string>[] = Array.from({ length: count }, () => new Set())
  /** Charges by idempotency key: a repeated key is not charged. */
  readonly ledger = new Set<string>()
  readonly #plan: Plan
  readonly #scheduler: fc.Scheduler

  constructor(plan: Plan, scheduler: fc.Scheduler) {
    this.#plan = plan
    this.#scheduler = scheduler
  }

  /** Runs one process until its end. Returns the indexes of the results that it saw. */
  async live(end: End): Promise<number[]> {
    let crash: () => void = () => {}
    const crashed = new Promise<'crash'>((resolve) => {
      crash = () => resolve('crash')
    })
    const life = new Life(this, end, crash)
    const running = life.run(this.#plan, this.#scheduler)
    await this.#scheduler.waitFor(Promise.race([running, crashed]))
    return life.seen
  }
}

class Life {
  readonly seen: number[] = []
  #isDead = false
  #running = 0
  #read = 0
  #appended = 0
  readonly #world: World
  readonly #end: End
  readonly #crash: () => void

  constructor(world: World, end: End, crash: () => void) {
    this.#world = world
    this.#end = end
    this.#crash = crash
  }

  async run(plan: Plan, scheduler: fc.Scheduler): Promise<void> {
    const { kind, after } = this.#end
    const controller = new AbortController()
    const stored = new Set(this.#world.checkpoint.records.map(({ id }) => id))
    const operation = async (item: number, context: CallOfBatch): Promise<number> => {
      expect(stored.has(String(item)), 'an item that is stored is not called for again').toBe(false)
      expect(++this.#running).toBeLessThanOrEqual(plan.options.concurrency)
      try {
        return await this.#call(item, context, { plan, scheduler })
      } finally {
        this.#running -= 1
      }
    }
    const batch = mapCalls(client, this.#items(plan), operation, {
      ...plan.options,
      roundDelayMs: 0,
      signal: controller.signal,
      checkpoint: { open: (header) => this.#open(header) },
    })
    try {
      for await (const { index } of batch) {
        if (this.#isDead) return
        this.seen.push(index)
        if (this.seen.length <= after) continue
        if (kind === 'break') break
        if (kind === 'abort') controller.abort('enough')
      }
    } catch (error) {
      if (error !== 'enough') throw error
    }
  }

  *#items({ options: { concurrency, bufferSize } }: Plan): Generator<number> {
    while (this.#read < count) {
      expect(this.#read - this.seen.length).toBeLessThanOrEqual(concurrency + bufferSize)
      yield this.#read++
    }
  }

  async #call(
    item: number,
    { idempotencyKey, signal }: CallOfBatch,
    { plan, scheduler }: { plan: Plan; scheduler: fc.Scheduler },
  ): Promise<number> {
    const { calls, keys, ledger } = this.#world
    const outcome = plan.outcomes[item]?.[calls[item] as number] ?? 'succeeds'
    calls[item] = (calls[item] as number) + 1
    keys[item]?.add(idempotencyKey)
    await scheduler.schedule(Promise.resolve(), `call ${item}`)
    if (this.#isDead) return never()
    if (outcome === 'succeeds') ledger.add(idempotencyKey)
    await scheduler.schedule(Promise.resolve(), `response ${item}`)
    if (this.#isDead) return never()
    signal.throwIfAborted()
    if (outcome === 'fails') throw new MiraError(outcome, { code: 'bad_request' })
    if (outcome === 'is busy') throw new MiraError(outcome, { code: 'overloaded', retryable: true })
    return item * 10
  }

  #open(header: Parameters<MemoryCheckpoint['open']>[0]) {
    const opened = this.#world.checkpoint.open(header)
    if (opened instanceof Promise) throw new TypeError('it is in memory')
    return {
      ...opened,
      append: async (record: Parameters<typeof opened.append>[0]): Promise<void> => {
        if (this.#isDead) return never()
        const { kind, after, isWritten } = this.#end
        const isCrash = kind === 'crash' && this.#appended++ === after
        if (!isCrash || isWritten) await opened.append(record)
        if (!isCrash) return
        this.#isDead = true
        this.#crash()
        return never()
      },
    }
  }
}

it('gives each item exactly once and pays once, however calls, failures, aborts and crashes interleave', {
  timeout: 180_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(planArbitrary, fc.scheduler(), async (plan, scheduler) => {
      const world = new World(plan, scheduler)
      for (const end of plan.ends) checkSeen(await world.live(end), plan)
      const seen = await world.live({ kind: 'completion', after: 0, isWritten: true })
      checkSeen(seen, plan)
      expect(seen).toHaveLength(count)
      expect(new Set(world.checkpoint.records.map(({ id }) => id)).size).toBe(world.checkpoint.records.length)
      for (const { id, json } of world.checkpoint.records) expect(json).toBe(String(Number(id) * 10))
      // One key per item, of which the server charges one call.
      for (const keys of world.keys) expect(keys.size).toBeLessThanOrEqual(1)
      const paid = world.checkpoint.records.map(({ id }) => [...(world.keys[Number(id)] as Set<string>)][0] as string)
      expect(paid.every((key) => world.ledger.has(key))).toBe(true)
    }),
    { numRuns: 300 },
  )
})

/** Checks that no result came twice, and that their order is that of the items. */
function checkSeen(seen: readonly number[], { options: { order } }: Plan): void {
  expect(new Set(seen).size).toBe(seen.length)
  if (order === 'input') expect(seen).toEqual(seen.map((_, index) => index))
}
