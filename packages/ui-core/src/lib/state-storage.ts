/** Where a store keeps its state between visits. */
export interface StateStorage<Value> {
  /** Returns what was saved; nothing if there is none. Called once, with the first user of the store. */
  load(): Value | null | undefined | Promise<Value | null | undefined>
  /** Saves the state; `undefined` removes it. */
  save(value: Value | undefined): void | Promise<void>
}
