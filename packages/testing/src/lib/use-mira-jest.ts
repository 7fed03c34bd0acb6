import type { StartMiraOptions } from './start-mira.ts'
import { type MiraTest, TestSession } from './test-session.ts'

type Hook = (run: () => Promise<void>) => void

/** Globals of Jest. */
interface JestGlobals {
  readonly beforeAll: Hook
  readonly beforeEach: Hook
  readonly afterEach: Hook
  readonly afterAll: Hook
}

/** State of Jest's runner (jest-circus), as far as it is read here. */
interface JestState {
  readonly currentlyRunningTest?: { readonly name: string; readonly errors: readonly unknown[] } | null
}

/**
 * Provides a server for the tests of a Jest file: started once, or that of `MIRA_CONTROL_URL`. Sets the environment
 * variables of Mira and OpenAI clients, resets between tests, and prints the requests of a failed test.
 */
export function useMira(options?: StartMiraOptions): MiraTest {
  const { beforeAll, beforeEach, afterEach, afterAll } = globalThis as unknown as JestGlobals
  const session = new TestSession(options)
  beforeAll(() => session.start())
  beforeEach(() => session.begin())
  afterEach(() => session.end(findFailedTest()))
  afterAll(() => session.stop())
  return session.mira
}

/** Returns the name of the current test, if it has failed. Jest passes no result to hooks, but keeps it in a global. */
function findFailedTest(): string | undefined {
  const symbol = Object.getOwnPropertySymbols(globalThis).find(({ description }) => description === 'JEST_STATE_SYMBOL')
  const state = symbol && (globalThis as unknown as Record<symbol, JestState | undefined>)[symbol]
  const test = state?.currentlyRunningTest
  return test && test.errors.length > 0 ? test.name : undefined
}
