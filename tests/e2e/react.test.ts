import { type RunningServer, startServer } from '@mira/server'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Probe } from '../../packages/react/test/page/probe.ts'
import { browserIsMissing, launchBrowser } from './lib/browser-page.ts'
import { createHeldMusicEngine, createTokenEngine } from './react-engines.ts'
import { type ReactHost, startReactHost } from './react-host.ts'

declare const probe: Probe

if (browserIsMissing) console.warn(`Browser tests are skipped: ${browserIsMissing}`)

describe.skipIf(browserIsMissing)('hooks in a browser, under StrictMode', { timeout: 300_000 }, () => {
  const chat = createTokenEngine()
  const music = createHeldMusicEngine()
  let server: RunningServer
  let host: ReactHost
  let browser: Browser
  const complaints: string[] = []
  beforeAll(async () => {
    server = await startServer({ engines: { chat, music } })
    ;[host, browser] = await Promise.all([startReactHost({ url: server.url, apiKey: server.apiKey! }), launchBrowser()])
  })
  afterAll(async () => {
    await browser?.close()
    await host?.[Symbol.asyncDispose]()
    await server?.close()
  })

  const open = async (path: string): Promise<Page> => {
    const page = await (await browser.newContext()).newPage()
    page.setDefaultTimeout(240_000)
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(host.origin + path)
    await page.getByLabel('Status').waitFor()
    return page
  }
  const say = async (page: Page, text: string): Promise<void> => {
    await page.getByLabel('Message').fill(text)
    await page.keyboard.press('Enter')
  }
  const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click()
  const status = (page: Page, text: string): Promise<void> =>
    page.getByLabel('Status').getByText(text, { exact: true }).waitFor()
  const messages = (page: Page): Promise<string[]> => page.getByRole('listitem').allTextContents()

  it('types, sends, and streams answers, with tools that run in the page', async () => {
    const page = await open('/chat?tools')
    await say(page, 'Привет')
    await page.getByText('You said: Привет').waitFor()
    await status(page, 'ready')
    expect(await page.getByLabel('Message').inputValue()).toBe('')
    await say(page, 'weather in Omsk')
    await page.getByText('The tool said sunny').waitFor()
    await status(page, 'ready')
    expect(await messages(page)).toEqual([
      'Привет',
      'You said: Привет',
      'weather in Omsk',
      'weather done The tool said sunny',
    ])
  })

  it('stops an answer, and the engine behind the proxy sees it', async () => {
    const page = await open('/chat')
    const before = chat.aborted.length
    await say(page, 'please wait')
    await page.getByText('You said:').waitFor()
    await status(page, 'streaming')
    await press(page, 'Stop')
    await status(page, 'ready')
    await expect.poll(() => chat.aborted.length).toBe(before + 1)
    await chat.aborted.at(-1)
    expect(await messages(page)).toEqual(['please wait', 'You said:'])
    await page.getByLabel('Message').fill('Hello')
    await press(page, 'Edit')
    await page.getByText('You said: Hello').waitFor()
    expect(await messages(page)).toEqual(['Hello', 'You said: Hello'])
  })

  it('ends a stream when its component is unmounted, and continues after another mount', async () => {
    const page = await open('/chat')
    const before = chat.aborted.length
    await say(page, 'wait for me')
    await status(page, 'streaming')
    await expect.poll(() => chat.aborted.length).toBe(before + 1)
    await press(page, 'Unmount')
    await chat.aborted.at(-1)
    const { commits } = await page.evaluate(() => probe)
    await press(page, 'Mount')
    await status(page, 'ready')
    await say(page, 'again')
    await page.getByText('You said: again').waitFor()
    expect(commits).toBeGreaterThan(0)
  })

  it('reports an error, and answers when asked again', async () => {
    const page = await open('/chat')
    await say(page, 'be-unavailable')
    await page.getByRole('alert').getByText('overloaded').waitFor()
    await status(page, 'error')
    await page.getByLabel('Message').fill('Better')
    await press(page, 'Edit')
    await page.getByText('You said: Better').waitFor()
    await say(page, 'fail-late now')
    await page.getByRole('alert').waitFor()
    expect((await messages(page)).at(-1)).toBe('You said:')
    expect(await page.getByRole('listitem').last().getAttribute('data-status')).toBe('failed')
    expect((await page.evaluate(() => probe)).errors).toHaveLength(2)
  })

  it('survives a page that is offline', async () => {
    const page = await open('/chat')
    await page.context().setOffline(true)
    await say(page, 'Anyone there?')
    await page.getByRole('alert').getByText('connection_failed').waitFor()
    await page.context().setOffline(false)
    await press(page, 'Retry')
    await page.getByText('You said: Anyone there?').waitFor()
    await status(page, 'ready')
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  it('sends a message of an effect once, and keeps a conversation over a reload', async () => {
    const before = chat.requests.length
    const page = await open('/chat?stored&opening=Hi')
    // Stored messages are loaded after the first effects, which are therefore not accepted.
    await status(page, 'ready')
    await page.goto(`${host.origin}/chat?opening=Hi`)
    await page.getByText('You said: Hi').waitFor()
    await status(page, 'ready')
    expect(chat.requests.length).toBe(before + 1)
    await page.goto(`${host.origin}/chat?stored`)
    await status(page, 'ready')
    await say(page, 'Keep this')
    await page.getByText('You said: Keep this').waitFor()
    await status(page, 'ready')
    await page.reload()
    await page.getByText('You said: Keep this').waitFor()
    expect(await messages(page)).toEqual(['Keep this', 'You said: Keep this'])
  })

  it('continues a job after a reload, and shows its result', async () => {
    const page = await open('/job')
    await press(page, 'Start')
    await status(page, 'running')
    await expect.poll(() => page.getByLabel('Progress').getAttribute('value')).toBe('0.5')
    const id = await page.getByLabel('Job').textContent()
    await page.reload()
    await status(page, 'running')
    expect(await page.getByLabel('Job').textContent()).toBe(id)
    music.release()
    await status(page, 'succeeded')
    expect(music.counts.begun).toBe(1)
    const url = await page.locator('audio').getAttribute('src')
    expect((await fetch(new URL(url ?? '', server.url))).headers.get('content-type')).toBe('audio/wav')
    await press(page, 'Forget')
    await page.reload()
    await status(page, 'idle')
  })

  it('hydrates what a server rendered, and then shows what is stored', async () => {
    const page = await (await browser.newContext()).newPage()
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.route('**/assets/*.js', async (route) => {
      await page.getByText('From the server').waitFor()
      expect(await page.getByLabel('Status').textContent()).toBe('loading idle idle')
      await route.continue()
    })
    await page.goto(`${host.origin}/hydrated`)
    await status(page, 'ready idle idle')
    expect(await messages(page)).toEqual(['Привет', 'From the server'])
    await press(page, 'Send')
    await page.getByText('You said: Hi').waitFor()
    await status(page, 'ready idle idle')
    await page.reload()
    await page.getByText('You said: Hi').waitFor()
    expect((await page.evaluate(() => probe)).errors).toEqual([])
  })

  it('has no error in the console of any page', () => {
    expect(complaints).toEqual([])
  })
})

describe.skipIf(browserIsMissing)('React 18.2', { timeout: 300_000 }, () => {
  it('streams once under StrictMode, and aborts a stream when its component is unmounted', async () => {
    const chat = createTokenEngine()
    await using server = await startServer({ engines: { chat } })
    await using host = await startReactHost({ url: server.url, apiKey: server.apiKey!, isOldReact: true })
    const browser = await launchBrowser()
    try {
      const page = await browser.newPage()
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(error.message))
      await page.goto(`${host.origin}/chat?opening=Hi`)
      expect((await page.evaluate(() => probe)).version).toBe('18.2.0')
      await page.getByText('You said: Hi').waitFor()
      await page.getByLabel('Status').getByText('ready').waitFor()
      expect(chat.requests).toHaveLength(1)
      await page.getByLabel('Message').fill('please wait')
      await page.keyboard.press('Enter')
      await expect.poll(() => chat.aborted.length).toBe(1)
      await page.getByRole('button', { name: 'Unmount' }).click()
      await chat.aborted[0]
      expect(complaints).toEqual([])
    } finally {
      await browser.close()
    }
  })
})

describe.skipIf(browserIsMissing)('10,000 tokens', { timeout: 300_000 }, () => {
  it('render once per frame', async () => {
    await using server = await startServer({ engines: { chat: createTokenEngine() } })
    await using host = await startReactHost({ url: server.url, apiKey: server.apiKey!, mode: 'production' })
    const browser = await launchBrowser()
    try {
      const page = await browser.newPage()
      await page.goto(`${host.origin}/chat`)
      await page.getByLabel('Message').fill('tokens 10000')
      await page.evaluate(() => Object.assign(probe, { renders: 0, commits: 0, frames: [] }))
      await page.keyboard.press('Enter')
      await page.getByText('т10000').waitFor()
      await page.getByLabel('Status').getByText('ready').waitFor()
      const { renders, frames } = await page.evaluate(() => probe)
      const text = await page.getByRole('listitem').last().textContent()
      const sorted = frames.toSorted((one, other) => one - other)
      const p95 = sorted[Math.floor(sorted.length * 0.95)]
      console.log(`10,000 tokens: ${renders} renders in ${frames.length} frames, p95 of a frame ${p95?.toFixed(1)} ms`)
      expect(text?.match(/т\d+/g)).toHaveLength(10_000)
      // One per frame, and those of sending, of the first token and of the end.
      expect(renders).toBeLessThanOrEqual(frames.length + 4)
      expect(renders).toBeLessThan(2_000)
    } finally {
      await browser.close()
    }
  })
})
