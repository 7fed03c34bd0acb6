import { expect, it } from 'vitest'
import { runSuite, startMiraProcess } from './lib/emulator/run-suite.ts'

it('keeps 40 tests in two processes apart that send the same requests to one server', {
  timeout: 300_000,
}, async () => {
  await using mira = await startMiraProcess()
  const { passed, failures } = await runSuite(mira.server, { count: 40, workers: 2 })
  expect(failures).toEqual([])
  expect(passed).toBe(40)
})
