/** Options for functions that wait for the code under test. */
export interface DeadlineOptions {
  /** Timeout in milliseconds; limits a hang, but is long enough for slow machines. Defaults to 20 000. */
  timeoutMs?: number | undefined
}

/**
 * Waits for a promise, with a timeout.
 *
 * @param describe - Called on timeout; returns the expected and the actual state for the error message.
 * @throws {Error} with that description when the wait times out.
 */
export async function withDeadline<T>(
  promise: Promise<T>,
  describe: () => string,
  { timeoutMs = 20_000 }: DeadlineOptions,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${describe()} (waited ${timeoutMs} ms)`)), timeoutMs)
  })
  try {
    return await Promise.race([promise, expired])
  } finally {
    clearTimeout(timer)
  }
}
