/** Drain state of a server. */
export interface Drain {
  /** Whether the server is about to stop. */
  readonly isDraining: boolean
  /** Sets `isDraining`. */
  begin(): void
}

/** Creates a drain state, initially not draining. */
export function createDrain(): Drain {
  let isDraining = false
  return {
    get isDraining() {
      return isDraining
    },
    begin() {
      isDraining = true
    },
  }
}
