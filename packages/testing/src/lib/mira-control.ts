import type { ControlAccess, FaultRule, Fixture, JournalEntry, JournalFilter } from '@mira/server'
import { sendControl } from './send-control.ts'

/** API key of a user that was created for tests. */
export interface SeededKey {
  readonly key: string
  readonly keyId: string
  readonly userId: string
}

/** Options of {@link MiraControl.createKey}. */
export interface SeedKeyOptions {
  /** Plan of the user. Defaults to `local`, which has no limits. */
  readonly plan?: 'free' | 'pro' | 'max' | 'enterprise' | 'local' | undefined
  /** Balance of the user, in kopecks. Defaults to 0. */
  readonly balanceKopecks?: number | undefined
  /** Charges requests over the daily limit instead of rejecting them. Defaults to false. */
  readonly hasOverage?: boolean | undefined
}

/** Options of {@link MiraControl.waitForRequests}. */
export interface WaitForRequestsOptions {
  /** Number of requests to wait for. Defaults to 1. */
  readonly count?: number | undefined
  /** Maximum wait, in milliseconds, up to 60,000. Defaults to 5,000. */
  readonly timeoutMs?: number | undefined
}

/** Filter of requests; the test is that of the control. */
export type RequestFilter = Omit<JournalFilter, 'testId'>

/** Controls the emulator of a server: for one test, or for all requests if it has no test. */
export interface MiraControl {
  /** Test that this control is limited to. */
  readonly testId: string | undefined
  /**
   * Adds fixtures, which come before those added earlier. They cannot contain functions or file names.
   *
   * @returns Their ids.
   * @throws {TypeError} when a fixture contains a function.
   */
  addFixtures(...fixtures: readonly Fixture[]): Promise<readonly string[]>
  /** Removes an added fixture. */
  removeFixture(id: string): Promise<void>
  /** Removes the fixtures that were added. */
  clearFixtures(): Promise<void>
  /** Adds faults, which apply after those added earlier. */
  addFaults(...faults: readonly FaultRule[]): Promise<void>
  /** Removes all added faults. */
  clearFaults(): Promise<void>
  /** Lists the recorded requests, oldest first. */
  listRequests(filter?: RequestFilter): Promise<JournalEntry[]>
  /**
   * Waits until requests match a filter, and returns them.
   *
   * @throws {Error} when too few have arrived in time.
   */
  waitForRequests(filter?: RequestFilter, options?: WaitForRequestsOptions): Promise<JournalEntry[]>
  /** Forgets added fixtures and faults and recorded requests, and cancels open jobs. */
  reset(): Promise<void>
  /**
   * Saves fixtures, faults, occurrences, recorded requests, seeded keys and balances, and, for all tests, the clock. A
   * snapshot with the same name is replaced.
   */
  saveSnapshot(name: string): Promise<void>
  /**
   * Restores a snapshot, as often as needed.
   *
   * @throws {Error} when there is no snapshot with the name.
   */
  restoreSnapshot(name: string): Promise<void>
  /** Creates a user with an API key; requests with the key belong to this control's test. */
  createKey(options?: SeedKeyOptions): Promise<SeededKey>
  /** Adds to a user's balance, in kopecks. Returns the new balance. */
  topUp(userId: string, amountKopecks: number): Promise<number>
  /** Advances the clock of the server, for all tests. Returns its time, in milliseconds since 1970. */
  advanceClock(ms: number): Promise<number>
  /** Lets the requests with a key of {@link createKey} belong to a test from now on. */
  assignKey(key: string, testId: string): Promise<void>
  /** Returns a control of one test. */
  forTest(testId: string): MiraControl
}

const pageSize = 1_000

/**
 * Creates a control of the emulator of a running server.
 *
 * @param access - URL and token of the control API.
 * @param testId - Test to limit it to. Its requests carry the header `x-mira-test-id` or a key of `createKey`.
 */
export function createMiraControl(access: ControlAccess, testId?: string): MiraControl {
  const scope = testId === undefined ? {} : { testId }
  const post = <Result>(path: string, body: object) => sendControl<Result>(access, { method: 'POST', path, body })
  return {
    testId,
    async addFixtures(...fixtures) {
      rejectFunctions(fixtures)
      const { data } = await post<{ readonly data: { readonly id: string }[] }>('fixtures', { ...scope, fixtures })
      return data.map(({ id }) => id)
    },
    async removeFixture(id) {
      await sendControl(access, { method: 'DELETE', path: `fixtures/${encodeURIComponent(id)}` })
    },
    async clearFixtures() {
      await sendControl(access, { method: 'DELETE', path: `fixtures?${new URLSearchParams(scope)}` })
    },
    async addFaults(...faults) {
      await post('faults', { ...scope, faults })
    },
    async clearFaults() {
      await sendControl(access, { method: 'DELETE', path: `faults?${new URLSearchParams(scope)}` })
    },
    async listRequests(filter = {}) {
      const requests: JournalEntry[] = []
      for (;;) {
        const page = await listPage(access, { ...filter, ...scope }, requests.at(-1)?.id)
        requests.push(...page.data)
        if (!page.hasMore) return requests
      }
    },
    async waitForRequests(filter = {}, options = {}) {
      const { data } = await post<JournalPage>('requests/wait', { ...filter, ...scope, ...options })
      return data
    },
    async reset() {
      await post('reset', scope)
    },
    async saveSnapshot(name) {
      await post('snapshots', { ...scope, name })
    },
    async restoreSnapshot(name) {
      await post('snapshots/restore', { name })
    },
    createKey: (options = {}) => post('keys', { ...scope, ...options }),
    async topUp(userId, amountKopecks) {
      const { balanceKopecks } = await post<{ readonly balanceKopecks: number }>('topups', { userId, amountKopecks })
      return balanceKopecks
    },
    async advanceClock(advanceMs) {
      return (await post<{ readonly now: number }>('clock', { advanceMs })).now
    },
    async assignKey(key, test) {
      await post('keys/assign', { key, testId: test })
    },
    forTest: (test) => createMiraControl(access, test),
  }
}

interface JournalPage {
  readonly data: JournalEntry[]
  readonly hasMore: boolean
}

function listPage(access: ControlAccess, filter: JournalFilter, after: string | undefined): Promise<JournalPage> {
  const fields = Object.entries({ ...filter, after, limit: pageSize })
  const query = fields.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return sendControl(access, { method: 'GET', path: `requests?${new URLSearchParams(query)}` })
}

function rejectFunctions(fixtures: readonly Fixture[]): void {
  for (const { match, answer } of fixtures) {
    if (match?.when === undefined && typeof answer !== 'function') continue
    throw new TypeError('A fixture with a function can only be passed to startMira({ fixtures }) or startServer')
  }
}
