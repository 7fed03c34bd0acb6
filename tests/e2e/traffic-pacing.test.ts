import { expect, it } from 'vitest'
import { runPaced } from './lib/traffic/run-paced.ts'

// The script traffic-pacing.ts measures the time as well, with more calls.
it('two processes with one key send at most 1.2 requests per answer, without waves', async () => {
  const { requestsPerAnswer, arrivals } = await runPaced({
    processes: 2,
    calls: 60,
    capacity: 20,
    perSecond: 20,
    headers: true,
  })
  expect(arrivals.filter(({ isAccepted }) => isAccepted)).toHaveLength(60)
  expect(requestsPerAnswer).toBeLessThanOrEqual(1.2)
  const tenths = arrivals.map(({ atMs }) => Math.floor(atMs / 100))
  const perTenth = new Map(tenths.map((tenth) => [tenth, tenths.filter((other) => other === tenth).length]))
  expect(Math.max(...perTenth.values())).toBeLessThanOrEqual(20)
})
