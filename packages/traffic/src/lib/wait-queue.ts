/** Priority of waiting calls. */
export type Priority = 'high' | 'normal' | 'low'

/** Priorities, highest first. */
export const priorities: readonly Priority[] = ['high', 'normal', 'low']

/** Every so many calls, the one that has waited longest goes first, so that a low priority is never starved. */
export const agingInterval = 8

/** An item that waits. */
export interface Waiting {
  readonly key: string
  readonly priority: Priority
  /** Whether the item goes before others of its key, such as a call that was refused. */
  readonly isRepeated: boolean
}

/** Items of one key, in order of arrival. */
interface Lane<Item> {
  readonly repeated: Set<Item>
  readonly fresh: Set<Item>
}

/**
 * Queue that is fair between keys: a higher priority goes first, and within a priority the keys take turns. All
 * operations take constant time.
 */
export class WaitQueue<Item extends Waiting> {
  readonly #all = new Set<Item>()
  /** Lanes by key, for each priority; the first key is the next. */
  readonly #lanes: Readonly<Record<Priority, Map<string, Lane<Item>>>> = {
    high: new Map(),
    normal: new Map(),
    low: new Map(),
  }
  #taken = 0

  get size(): number {
    return this.#all.size
  }

  has(item: Item): boolean {
    return this.#all.has(item)
  }

  add(item: Item): void {
    const lanes = this.#lanes[item.priority]
    const lane = lanes.get(item.key) ?? { repeated: new Set(), fresh: new Set() }
    lanes.set(item.key, lane)
    lane[item.isRepeated ? 'repeated' : 'fresh'].add(item)
    this.#all.add(item)
  }

  /** Returns the item that {@link take} would return, without removing it. */
  peek(): Item | undefined {
    if (this.#taken % agingInterval === agingInterval - 1) return first(this.#all)
    for (const priority of priorities) {
      const lane = first(this.#lanes[priority].values())
      if (lane) return first(lane.repeated) ?? first(lane.fresh)
    }
    return undefined
  }

  /** Removes the next item. Its key then waits for the others of its priority. */
  take(): Item | undefined {
    const item = this.peek()
    if (!item) return undefined
    this.remove(item)
    this.#taken += 1
    const lanes = this.#lanes[item.priority]
    const lane = lanes.get(item.key)
    if (lane) {
      lanes.delete(item.key)
      lanes.set(item.key, lane)
    }
    return item
  }

  /** Removes an item that no longer waits. Returns `false` if it did not. */
  remove(item: Item): boolean {
    if (!this.#all.delete(item)) return false
    const lanes = this.#lanes[item.priority]
    const lane = lanes.get(item.key) as Lane<Item>
    lane[item.isRepeated ? 'repeated' : 'fresh'].delete(item)
    if (lane.repeated.size + lane.fresh.size === 0) lanes.delete(item.key)
    return true
  }
}

function first<Value>(values: Iterable<Value>): Value | undefined {
  for (const value of values) return value
  return undefined
}
