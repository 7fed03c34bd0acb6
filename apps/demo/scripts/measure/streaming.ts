import { startTestServer } from '@mira/test-server'
import { launchBrowser, openPlayground, toApi } from '../../src/playground/open-playground.test-support.ts'
import { blockingMs, quantile, type ThreadTimes, type Vitals, watchThread, watchVitals } from './vitals.ts'

const tokens = 10_000
const perTick = 20
const tickMs = 10

/** Prints how the chat screen keeps up with a long answer: many short paragraphs, and one that does not end. */
export async function printStreaming(): Promise<void> {
  console.log(`\n${tokens} tokens streamed into the chat, ${(perTick / tickMs) * 1_000} a second\n`)
  await measure('paragraphs, lists and code', (index) => markdown[index % markdown.length]!)
  await measure('one paragraph without end', (index) => `word${index} `)
}

const markdown = [
  ...'The **quick** brown fox jumps over the lazy dog, and `lands` on its feet. '.split(/(?<= )/),
  '\n\n',
  ...'- one thing\n- another thing\n- and [a link](https://example.com)\n\n'.split(/(?<= )/),
  ...'```ts\nconst answer = 6 * 7\nconsole.log(answer)\n```\n\n'.split(/(?<= )/),
]

async function measure(name: string, toToken: (index: number) => string): Promise<void> {
  await using server = await startTestServer({
    'GET /v1/models': { json: { data: [] } },
    'POST /v1/chat/completions': { sse: stream(toToken) },
  })
  const browser = await launchBrowser()
  try {
    await using open = await openPlayground({ browser, api: toApi(server) }, 'icon.svg')
    const { page, playground } = open
    const finish = await watchVitals(page)
    await page.goto(`${playground.url}/chat`, { waitUntil: 'networkidle' })
    await page.getByLabel('Write a message').fill('Go on')
    await finish()
    const countThread = await watchThread(page)
    const startedAt = performance.now()
    await page.keyboard.press('Enter')
    await page.getByText(/first text after/).waitFor({ timeout: 120_000 })
    report(name, { ...(await finish()), thread: await countThread(), seconds: (performance.now() - startedAt) / 1_000 })
  } finally {
    await browser.close()
  }
}

async function* stream(toToken: (index: number) => string) {
  for (let index = 0; index < tokens; index += 1) {
    yield { choices: [{ index: 0, delta: { content: toToken(index) } }] }
    if (index % perTick === 0) await new Promise((resolve) => setTimeout(resolve, tickMs))
  }
  yield { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }
  yield '[DONE]'
}

interface Streamed extends Vitals {
  readonly thread: ThreadTimes
  readonly seconds: number
}

function report(name: string, streamed: Streamed): void {
  const { frames, longTasks, thread, seconds } = streamed
  const share = (part: number) => `${Math.round((part / thread.all) * 100)} %`
  const late = frames.filter((frame) => frame > 34).length
  console.log(
    [
      `${name}: ${seconds.toFixed(1)} s, ${(frames.length / seconds).toFixed(0)} frames a second`,
      `frame p50 ${quantile(frames, 0.5).toFixed(1)} ms, p95 ${quantile(frames, 0.95).toFixed(1)} ms, longest ${quantile(frames, 1).toFixed(0)} ms`,
      `${late} of ${frames.length} late by a frame or more`,
      `${longTasks.length} long tasks, blocking ${blockingMs(streamed).toFixed(0)} ms`,
      `main thread ${((thread.all * 1_000) / frames.length).toFixed(1)} ms a frame: ${share(thread.script)} script, ${share(thread.style)} style, ${share(thread.layout)} layout`,
    ].join('; '),
  )
}
