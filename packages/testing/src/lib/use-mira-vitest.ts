import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import type { StartMiraOptions } from './start-mira.ts'
import { type MiraTest, TestSession } from './test-session.ts'

/**
 * Provides a server for the tests of a Vitest file or suite: started once, or that of `MIRA_CONTROL_URL`. Sets the
 * environment variables of Mira and OpenAI clients, resets between tests, and prints the requests of a failed test.
 */
export function useMira(options?: StartMiraOptions): MiraTest {
  const session = new TestSession(options)
  beforeAll(() => session.start())
  beforeEach(() => session.begin())
  afterEach(({ task }) => session.end(task.result?.state === 'fail' ? task.name : undefined))
  afterAll(() => session.stop())
  return session.mira
}
