import { expect, it } from 'vitest'
import { listBatchProblems, runBatchKills } from './batch-kill.ts'

it('a batch whose process is killed gives each result once and pays for it once', { timeout: 300_000 }, async () => {
  const report = await runBatchKills({ items: 300, kills: 4, seed: 7 })
  expect(listBatchProblems(report, 300)).toEqual([])
  expect(report.completedBeforeKill).toHaveLength(4)
})
