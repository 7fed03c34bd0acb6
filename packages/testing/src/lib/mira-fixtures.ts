import { type MiraTest, TestSession } from './test-session.ts'

/** Fixtures of Playwright that {@link miraFixtures} adds. */
export interface MiraFixtures {
  /** Server, with the control of the current test. */
  readonly mira: MiraTest
}

/** Result of a test, as far as it is read here. */
interface TestInfo {
  readonly title: string
  readonly status?: string | undefined
  readonly expectedStatus: string
}

type Use<Value> = (value: Value) => Promise<void>

/**
 * Fixtures for `test.extend(miraFixtures)` of Playwright. The server is that of `MIRA_CONTROL_URL`, which the application
 * under test must use too; without the variable, each worker starts its own. Prints the requests of a failed test.
 */
export const miraFixtures: {
  readonly miraSession: readonly [
    // biome-ignore lint/complexity/noBannedTypes: Playwright reads the names of fixtures from the first parameter.
    (fixtures: {}, use: Use<TestSession>) => Promise<void>,
    { readonly scope: 'worker' },
  ]
  readonly mira: (fixtures: { readonly miraSession: TestSession }, use: Use<MiraTest>, info: TestInfo) => Promise<void>
} = {
  miraSession: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright requires the pattern.
    async ({}, use) => {
      const session = new TestSession()
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
