/** Options of every function here that waits for the code under test. */
export interface DeadlineOptions {
  /** How long to wait before failing (default 20 000): it bounds a hang, and a slow machine stays below it. */
  timeoutMs?: number | undefined
}

/**
 * Bounds a wait.
 *
 * @param describe Says, when time is up, what was awaited and what is there instead.
 * @throws {Error} With that description.
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
