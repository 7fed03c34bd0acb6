import type { Scenario } from './scenario.ts'

/** Time to import a contestant in a fresh process, in milliseconds. */
export const importOnly: Scenario = {
  units: 1,
  quickUnits: 1,
  needs: 'chat',
  reply: () => 'json/1',
  async measure({ open }) {
    const startedAt = performance.now()
    await open()
    return performance.now() - startedAt
  },
}

/** Time from the import to the first response, in milliseconds. */
export const firstAnswer: Scenario = {
  units: 1,
  quickUnits: 1,
  needs: 'chat',
  reply: () => 'json/1',
  async measure({ open }) {
    const startedAt = performance.now()
    await (await open()).chat()
    return performance.now() - startedAt
  },
}
