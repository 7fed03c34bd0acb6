// Prints the browser's heap growth over a long conversation.
// node --conditions=@mira/source tests/e2e/scripts/realtime-browser-soak.ts [minutes]
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '@mira/server'
import type { BrowserTask } from '../lib/browser-conversation.ts'
import { launchBrowser, servePage } from '../lib/browser-page.ts'
import { createSpoken, toWav } from '../lib/spoken.ts'

declare const chatter: (task: BrowserTask & { readonly seconds: number }) => Promise<number>

const minutes = Number(process.argv[2] ?? 10)
await using spoken = createSpoken()
await using page = await servePage()
await using server = await startServer({ allowedOrigins: [page.origin] })
const folder = await mkdtemp(join(tmpdir(), 'mira-soak-'))
try {
  const recording = join(folder, 'question.wav')
  await writeFile(recording, toWav(await spoken.say('What is six times seven?', 48_000), 48_000))
  // The recording loops, so that the user keeps speaking.
  await using browser = await launchBrowser(recording)
  const tab = await (await browser.newContext({ permissions: ['microphone'] })).newPage()
  await tab.goto(page.origin)
  const cdp = await tab.context().newCDPSession(tab)
  const heapMiB = async (): Promise<number> => {
    await cdp.send('HeapProfiler.collectGarbage')
    const { usedSize } = await cdp.send('Runtime.getHeapUsage')
    return Math.round((usedSize / 2 ** 20) * 100) / 100
  }
  for (let minute = 0; minute < minutes; minute += 1) {
    const task = { baseUrl: server.url, apiKey: server.apiKey, seconds: 60 }
    const answers = await tab.evaluate((given) => chatter(given), task)
    console.log(`minute ${minute + 1}: ${answers} answers, heap ${await heapMiB()} MiB`)
  }
} finally {
  await rm(folder, { recursive: true })
}
