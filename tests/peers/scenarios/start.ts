import type { Scenario } from './scenario.ts'

/** Milliseconds that importing a contestant takes in a fresh process. */
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

/** Milliseconds from there to the first answer. */
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
