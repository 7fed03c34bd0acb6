import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineTool, recordRun, runTools } from '@mira/chat'
import { createClient } from '@mira/core'
import { createScriptedFetch, createVirtualClock } from '@mira/core/testing'
import { type RunningServer, startServer } from '@mira/server'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserIsMissing, launchBrowser } from './lib/browser-page.ts'

const hostile = '<img src=x onerror="document.title = 1">'
const choice = (message: object, finish_reason: string) => ({
  json: {
    id: 'c',
    object: 'chat.completion',
    created: 1,
    model: 'mira',
    choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason }],
    usage: { prompt_tokens: 120, completion_tokens: 20, total_tokens: 140 },
  },
})
const calls = (...list: readonly (readonly [name: string, args: object])[]) =>
  choice(
    {
      content: null,
      tool_calls: list.map(([name, args], index) => ({
        id: `${name}_${index}`,
        type: 'function',
        function: { name, arguments: JSON.stringify(args) },
      })),
    },
    'tool_calls',
  )

/** Records a run with parallel tools, a retry and a failing tool, at the times of a real one. */
async function recordExample(): Promise<string> {
  const clock = createVirtualClock()
  const after = (ms: number) => new Promise<void>((resolve) => clock.setTimeout(resolve, ms))
  const fetch = createScriptedFetch(
    {
      'POST /v1/chat/completions': [
        { ...calls(['get_weather', { city: 'Omsk' }], ['get_weather', { city: 'Paris' }]), delayMs: 1_800 },
        { status: 503, json: { detail: 'Busy' }, delayMs: 400, headers: { 'retry-after': '1' } },
        { ...calls(['book_table', { city: 'Paris', note: hostile }]), delayMs: 1_600 },
        { ...choice({ content: `The restaurant is closed today. ${hostile}` }, 'stop'), delayMs: 2_200 },
      ],
    },
    { clock },
  )
  const weather = defineTool<{ city: string }>({
    name: 'get_weather',
    description: 'Gets the temperature in a city',
    async execute({ city }) {
      await after(city === 'Omsk' ? 900 : 1_400)
      return { city, celsius: city === 'Omsk' ? -20 : 10 }
    },
  })
  const table = defineTool({
    name: 'book_table',
    async execute() {
      await after(250)
      throw new Error('The restaurant is closed')
    },
  })
  const recorder = recordRun(createClient({ baseUrl: 'http://mira.test', fetch, clock, random: () => 0 }), runTools)
  const messages = [{ role: 'user', content: 'Is it colder in Omsk or in Paris? Book a table in the warmer city.' }]
  await clock.run(recorder.run({ messages, tools: [weather, table] }))
  return JSON.stringify(recorder.recording(), null, 2)
}

let folder: string
let server: RunningServer
let browser: Browser
let recording: string
beforeAll(async () => {
  if (browserIsMissing) return
  folder = await mkdtemp(join(tmpdir(), 'mira-run-'))
  recording = join(folder, 'run.json')
  await writeFile(recording, await recordExample())
  await writeFile(join(folder, 'other.json'), '{"version":1}')
  server = await startServer({ playground: true })
  browser = await launchBrowser()
})
afterAll(async () => {
  if (browserIsMissing) return
  await browser.close()
  await server.close()
  await rm(folder, { recursive: true })
})

async function openPage(options: Parameters<Browser['newPage']>[0] = {}) {
  const page = await browser.newPage(options)
  const complaints: string[] = []
  const requests: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())))
  await page.goto(`${server.playgroundUrl ?? ''}runs.html`)
  page.on('request', (request) => requests.push(request.url()))
  return { page, complaints, requests }
}

const rowsOf = (page: Page) =>
  page.locator('.timeline > li').evaluateAll((rows) => rows.map((each) => each.querySelector('.name')?.textContent))

/** Returns the bars of a row, in percent of the run. */
const barsOf = (page: Page, row: number) =>
  page
    .locator('.timeline > li')
    .nth(row)
    .locator('.bar')
    .evaluateAll((bars) =>
      bars.map((bar) => {
        const { left, width } = (bar as HTMLElement).style
        return [bar.className, Math.round(Number.parseFloat(left)), Math.round(Number.parseFloat(width))]
      }),
    )

describe.skipIf(browserIsMissing)('the page of a recorded run', { timeout: 300_000 }, () => {
  it('shows rounds and calls as bars at their times, and sends nothing', async () => {
    const { page, complaints, requests } = await openPage()
    await page.getByLabel('Open a file').setInputFiles(recording)
    expect(await rowsOf(page)).toEqual([
      'Round 1',
      'get_weather {"city":"Omsk"}',
      'get_weather {"city":"Paris"}',
      'Round 2',
      expect.stringMatching(/^book_table, failed \{"city":"Paris"/),
      'Round 3',
    ])
    // 8,650 ms in all.
    expect(await barsOf(page, 0)).toEqual([['bar', 0, 21]])
    expect(await barsOf(page, 1)).toEqual([['bar tool', 21, 10]])
    expect(await barsOf(page, 2)).toEqual([['bar tool', 21, 16]])
    expect((await barsOf(page, 3)).map(([className]) => className)).toEqual(['bar bad', 'bar wait', 'bar'])
    expect(await page.locator('dl').textContent()).toMatch(
      /completed[\s\S]*3 \(1 retried\)[\s\S]*3 \(1 failed\)[\s\S]*420/,
    )
    expect(await page.locator('main > pre').textContent()).toContain(hostile)
    expect(await page.locator('main img').count()).toBe(0)
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [] })
    await page.close()
  })

  it('works by keyboard', async () => {
    const { page } = await openPage()
    await page.getByLabel('Open a file').setInputFiles(recording)
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
    for (let steps = 0; steps < 10 && !(await focused()).startsWith('Round 1'); steps++)
      await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const call = page.locator('.call details').first()
    expect(await call.getAttribute('open')).toBe('')
    expect(await call.textContent()).toMatch(/Arguments[\s\S]*"city": "Omsk"[\s\S]*Result[\s\S]*"celsius": -20/)
    await page.keyboard.press('End')
    expect(await focused()).toMatch(/^Round 3/)
    await page.keyboard.press('Home')
    expect(await focused()).toMatch(/^Conversation/)
    await page.close()
  })

  it.each(['light', 'dark'] as const)('has text of sufficient contrast in %s', async (colorScheme) => {
    const { page } = await openPage({ colorScheme })
    await page.getByLabel('Open a file').setInputFiles(recording)
    for (const selector of ['main', '.time', 'dt', '.legend', 'header a'])
      expect(await contrastOf(page, selector)).toBeGreaterThan(4.5)
    await page.close()
  })

  it('is linked from the other pages', async () => {
    const page = await browser.newPage()
    await page.goto(server.playgroundUrl ?? '')
    await page.getByRole('link', { name: 'Recorded runs' }).click()
    await page.getByRole('heading', { level: 1, name: 'Recorded run' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/runs.html')
    await page.close()
  })

  it('says why a file is not shown', async () => {
    const { page } = await openPage()
    await page.getByLabel('Open a file').setInputFiles(join(folder, 'other.json'))
    expect(await page.getByRole('alert').textContent()).toBe(
      'Cannot show other.json: it is not a recording of recordRun.',
    )
    await page.close()
  })
})

/** Returns the contrast of a text to the page (WCAG 2.2, 1.4.3). */
function contrastOf(page: Page, selector: string): Promise<number> {
  return page.evaluate((name) => {
    const luminance = (color: string) => {
      const [red = 0, green = 0, blue = 0] = (color.match(/\d+/g) ?? []).map((value) => {
        const part = Number(value) / 255
        return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const text = luminance(getComputedStyle(document.querySelector(name) as Element).color)
    const ground = luminance(getComputedStyle(document.body).backgroundColor)
    return (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05)
  }, selector)
}
