/** Maximum number of consecutive overtakings, so that every caller is served eventually. */
const maxOvertakings = 3

/** Test of a waiting caller, and of the item that it is served next. */
type LaneTest<Item> = (caller: string, next: Item) => boolean

/**
 * Queue that is round-robin across callers and FIFO within each caller. Report the end of each turn, so that a caller who
 * arrives during the turn of another one is served before it.
 */
export class FairQueue<Item> {
  /** Items by caller; the caller to serve next comes first. */
  readonly #lanes = new Map<string, Item[]>()
  #size = 0
  #overtakings = 0

  /** Total number of items of all callers. */
  get size(): number {
    return this.#size
  }

  /** Appends an item to the items of its caller. */
  push(caller: string, item: Item): void {
    const lane = this.#lanes.get(caller)
    if (lane) lane.push(item)
    else this.#lanes.set(caller, [item])
    this.#size++
  }

  /** Returns whether an eligible caller waits. */
  has(isEligible: LaneTest<Item>): boolean {
    return [...this.#lanes].some(([caller, [next]]) => isEligible(caller, next as Item))
  }

  /**
   * Removes and returns the next item.
   *
   * @param isEligible - Callers for whom it returns false are skipped and keep their position. Defaults to all callers.
   * @param isPreferred - Callers for whom it returns true overtake the others, at most three times in a row. Defaults to
   *   none.
   */
  take(isEligible: LaneTest<Item> = () => true, isPreferred: LaneTest<Item> = () => false): Item | undefined {
    const eligible = [...this.#lanes].filter(([caller, [next]]) => isEligible(caller, next as Item))
    const overtaking =
      this.#overtakings < maxOvertakings
        ? eligible.find(([caller, [next]]) => isPreferred(caller, next as Item))
        : undefined
    const chosen = overtaking ?? eligible[0]
    if (chosen === undefined) return undefined
    this.#overtakings = chosen === eligible[0] ? 0 : this.#overtakings + 1
    const [caller, lane] = chosen
    const item = lane.shift()
    this.#lanes.delete(caller)
    if (lane.length > 0) this.#lanes.set(caller, lane)
    this.#size--
    return item
  }

  /** Ends the turn of a caller: all other waiting callers are served before it. */
  endTurn(caller: string): void {
    const lane = this.#lanes.get(caller)
    if (!lane) return
    this.#lanes.delete(caller)
    this.#lanes.set(caller, lane)
  }

  /** Removes an item from any position. No-op if it is not in the queue. */
  remove(caller: string, item: Item): void {
    const lane = this.#lanes.get(caller)
    const index = lane?.indexOf(item) ?? -1
    if (!lane || index < 0) return
    lane.splice(index, 1)
    if (lane.length === 0) this.#lanes.delete(caller)
    this.#size--
  }

  /** Removes and returns all items. */
  drain(): Item[] {
    const items = [...this.#lanes.values()].flat()
    this.#lanes.clear()
    this.#size = 0
    return items
  }
}
