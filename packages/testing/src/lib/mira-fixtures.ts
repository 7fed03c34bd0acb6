import type { Fixtures } from '@playwright/test'
import type { StartMiraOptions } from './start-mira.ts'
import { type MiraTest, TestSession } from './test-session.ts'

/** Fixtures of Playwright that {@link miraFixtures} adds. */
export interface MiraFixtures {
  /** Server, with the control of the current test. */
  readonly mira: MiraTest
}

/** Fixtures of a worker of Playwright that {@link miraFixtures} adds. */
export interface MiraWorkerFixtures {
  readonly miraSession: TestSession
}

/**
 * Returns fixtures for `test.extend(miraFixtures())` of Playwright. The server is that of `MIRA_CONTROL_URL`, which the
 * application under test must use too; without the variable, each worker starts its own with the options, and sets the
 * environment variables of clients. Prints the requests of a failed test.
 */
export function miraFixtures(options?: StartMiraOptions): Fixtures<MiraFixtures, MiraWorkerFixtures> {
  return {
    miraSession: [
      // biome-ignore lint/correctness/noEmptyPattern: Playwright requires the pattern.
      async ({}, use) => {
        const session = new TestSession(options)
        await session.start()
        await use(session)
        await session.stop()
      },
      { scope: 'worker' },
    ],
    async mira({ miraSession }, use, info) {
      await miraSession.begin()
      await use(miraSession.mira)
      await miraSession.end(info.status === info.expectedStatus ? undefined : info.title)
    },
  }
}
