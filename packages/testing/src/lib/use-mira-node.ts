import { after, afterEach, before, beforeEach, type TestContext } from 'node:test'
import type { StartMiraOptions } from './start-mira.ts'
import { type MiraTest, TestSession } from './test-session.ts'

/**
 * Provides a server for the tests of a `node:test` file or suite: started once, or that of `MIRA_CONTROL_URL`. Sets the
 * environment variables of Mira and OpenAI clients, resets between tests, and prints the requests of a failed test.
 */
export function useMira(options?: StartMiraOptions): MiraTest {
  const session = new TestSession(options)
  before(() => session.start())
  beforeEach(() => session.begin())
  afterEach((context) => {
    const { name, passed } = context as TestContext & { readonly passed?: boolean }
    return session.end(passed === false ? name : undefined)
  })
  after(() => session.stop())
  return session.mira
}
