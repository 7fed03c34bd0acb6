import type { Page } from 'playwright-core'

/** What the page's main thread did over a time. */
export interface Vitals {
  readonly firstPaintMs: number | undefined
  /** Tasks above 50 ms, each in milliseconds. */
  readonly longTasks: readonly number[]
  /** Time between one frame and the next, in milliseconds. */
  readonly frames: readonly number[]
}

/** Begins to watch, before the page has run anything. */
export async function watchVitals(page: Page): Promise<() => Promise<Vitals>> {
  await page.addInitScript(() => {
    const vitals = { longTasks: [] as number[], frames: [] as number[] }
    Object.assign(globalThis, { vitals })
    new PerformanceObserver((list) => vitals.longTasks.push(...list.getEntries().map((task) => task.duration))).observe(
      {
        type: 'longtask',
        buffered: true,
      },
    )
    let last = performance.now()
    const note = (now: number) => {
      vitals.frames.push(now - last)
      last = now
      requestAnimationFrame(note)
    }
    requestAnimationFrame(note)
  })
  return () =>
    page.evaluate(() => {
      const { vitals } = globalThis as unknown as { vitals: { longTasks: number[]; frames: number[] } }
      const [paint] = performance.getEntriesByName('first-contentful-paint')
      const [longTasks, frames] = [vitals.longTasks.splice(0), vitals.frames.splice(0)]
      return { firstPaintMs: paint?.startTime, longTasks, frames }
    })
}

/** What of long tasks kept the page from answering: their time beyond 50 ms each. */
export const blockingMs = ({ longTasks }: Vitals): number => longTasks.reduce((sum, task) => sum + task - 50, 0)

/** The value that this share of all values is not above. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Time that the page's main thread ran, in seconds; other programs of the machine do not count. */
export interface ThreadTimes {
  readonly all: number
  readonly script: number
  readonly style: number
  readonly layout: number
}

/** Begins to count what the main thread of a page runs. */
export async function watchThread(page: Page): Promise<() => Promise<ThreadTimes>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const read = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    const named = new Map(metrics.map(({ name, value }) => [name, value]))
    return ['TaskDuration', 'ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration'].map(
      (name) => named.get(name) ?? 0,
    )
  }
  const before = await read()
  return async () => {
    const [all = 0, script = 0, style = 0, layout = 0] = (await read()).map((value, index) => value - before[index]!)
    return { all, script, style, layout }
  }
}
