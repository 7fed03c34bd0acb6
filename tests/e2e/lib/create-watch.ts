/** Waits for conditions that change with events. */
export interface Watch {
  /** Call on each event: resolves the waits whose condition has become true. */
  readonly check: () => void
  until(isTrue: () => boolean): Promise<void>
}

/** Creates a {@link Watch}. Event-driven instead of polling, so the result does not depend on the machine's speed. */
export function createWatch(): Watch {
  const waiting = new Map<() => boolean, () => void>()
  const check = (): void => {
    for (const [isTrue, resolve] of waiting) if (isTrue() && waiting.delete(isTrue)) resolve()
  }
  return {
    check,
    until: (isTrue) =>
      new Promise((resolve) => {
        waiting.set(isTrue, resolve)
        check()
      }),
  }
}
