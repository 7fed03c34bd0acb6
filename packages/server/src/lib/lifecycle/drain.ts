/** Whether the server is about to stop. */
export interface Drain {
  readonly isDraining: boolean
  begin(): void
}

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
