/** One item on its way through a batch. */
export interface BatchTask<Item> {
  readonly item: Item
  readonly index: number
  readonly id: string
  /** Number of the current round, starting at 1. */
  round: number
  /** Error of the last round, if the item waits for another one. */
  reason?: unknown
}
