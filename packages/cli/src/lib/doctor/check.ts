/** Result of a check of `mira doctor`. */
export interface Check {
  readonly name: string
  /** `skipped` when an earlier check failed, or does not apply. */
  readonly status: 'ok' | 'failed' | 'skipped'
  /** What was found, in a few words, and what to do if it failed. */
  readonly detail: string
  /** Exit code if it failed. */
  readonly exitCode?: number | undefined
}

/** Creates the result of a check that passed. */
export const passed = (name: string, detail: string): Check => ({ name, status: 'ok', detail })

/** Creates the result of a check that was not made. */
export const skipped = (name: string, detail: string): Check => ({ name, status: 'skipped', detail })

/** Creates the result of a check that failed. */
export const failed = (name: string, detail: string, exitCode: number): Check => ({
  name,
  status: 'failed',
  detail,
  exitCode,
})
