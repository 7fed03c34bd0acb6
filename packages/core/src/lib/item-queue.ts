/** A queue of items; unlike `Array.shift`, taking one costs the same however many there are. */
export class ItemQueue<Item> {
  #items: Item[] = []
  #head = 0

  get size(): number {
    return this.#items.length - this.#head
  }

  push(item: Item): void {
    this.#items.push(item)
  }

  /** Removes and returns the first item; the queue must not be empty. */
  take(): Item {
    const item = this.#items[this.#head] as Item
    this.#head += 1
    if (this.#head === this.#items.length) this.clear()
    return item
  }

  /** Removes and returns all items. */
  takeAll(): Item[] {
    const items = this.#items.slice(this.#head)
    this.clear()
    return items
  }

  clear(): void {
    this.#items = []
    this.#head = 0
  }
}
