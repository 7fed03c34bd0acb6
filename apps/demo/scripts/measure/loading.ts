import { formatTable } from '../../src/lib/terminal.ts'
import { launchBrowser, openPlayground, startApi } from '../../src/playground/open-playground.test-support.ts'
import { filledScreens } from '../fill-screens.ts'
import { blockingMs, watchVitals } from './vitals.ts'

/** Prints how soon each screen is painted, in a browser that has nothing of it. */
export async function printLoading(): Promise<void> {
  const api = await startApi()
  const browser = await launchBrowser()
  const rows: string[][] = []
  try {
    for (const { name } of filledScreens) {
      await using open = await openPlayground({ browser, api }, 'icon.svg')
      const finish = await watchVitals(open.page)
      await open.page.goto(`${open.playground.url}/${name}`, { waitUntil: 'networkidle' })
      const vitals = await finish()
      const { firstPaintMs = Number.NaN, longTasks } = vitals
      rows.push([name, firstPaintMs.toFixed(0), blockingMs(vitals).toFixed(0), String(longTasks.length)])
    }
  } finally {
    await browser.close()
    await api.close()
  }
  console.log('\nLoading, nothing cached\n')
  console.log(formatTable(['screen', 'first paint ms', 'blocking ms', 'long tasks'], rows))
}
