import { createRandom } from '../../../packages/engine/src/lib/random.ts'

/** Deterministic random numbers, so that a seed repeats a run. */
export class Random {
  /** Returns a number in [0, 1). */
  readonly next: () => number

  /** @param seed - Any integer. */
  constructor(seed: number) {
    this.next = createRandom(seed)
  }

  /** Returns an integer in [0, `bound`). */
  below(bound: number): number {
    return Math.floor(this.next() * bound)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item
  }
}
