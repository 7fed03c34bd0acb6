import { existsSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { type RunningServer, startServer } from '@mira/server'
import { type Browser, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { type Playground, servePlayground } from '../lib/serve-playground.ts'

const places = [process.env.MIRA_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome']

/** Where the browser is; undefined where none is installed. */
export const chromiumPath: string | undefined = places.find((place) => place !== undefined && existsSync(place))

/** A page of the playground in a real browser, and what it talked about. */
export interface OpenPlayground extends AsyncDisposable {
  readonly page: Page
  readonly playground: Playground
  /** Everything that the browser sent and was sent, but for pictures and sound. */
  traffic(): string
  /** What the page complained about. */
  readonly complaints: readonly string[]
}

/** A browser whose microphone plays a file, when one is given. */
export function launchBrowser(microphone?: string): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath!,
    args: [
      '--no-sandbox',
      '--autoplay-policy=no-user-gesture-required',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      ...(microphone === undefined ? [] : [`--use-file-for-fake-audio-capture=${microphone}`]),
    ],
  })
}

/** An API to stand behind the page. */
export interface Api {
  readonly url: string
  readonly apiKey: string
}

/** Opens a screen of the playground. */
export async function openPlayground(browser: Browser, api: Api, screen: string): Promise<OpenPlayground> {
  const playground = await servePlayground()
  playground.connect(api)
  const context = await browser.newContext({ locale: 'en-GB', colorScheme: 'light' })
  const page = await context.newPage()
  const parts: string[] = []
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text())
  })
  page.on('request', async (request) =>
    parts.push(request.url(), JSON.stringify(await request.allHeaders().catch(() => ({}))), request.postData() ?? ''),
  )
  page.on('response', async (response) => {
    parts.push(JSON.stringify(await response.allHeaders().catch(() => ({}))))
    const isText = /text|json|javascript/.test(response.headers()['content-type'] ?? '')
    if (isText) parts.push(await response.text().catch(() => ''))
  })
  await page.goto(`${playground.url}/${screen}`)
  return {
    page,
    playground,
    complaints,
    traffic: () => parts.join('\n'),
    async [Symbol.asyncDispose]() {
      await context.close()
      await playground.close()
    },
  }
}

/** Starts the local server that the screens are tried against. */
export function startApi(): Promise<RunningServer & { readonly apiKey: string }> {
  return startServer({ warmUp: true })
}

/** Looks for what would keep somebody from using the screen, in both colour schemes. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await page.evaluate((value) => document.documentElement.setAttribute('data-mantine-color-scheme', value), scheme)
    const { violations } = await new AxeBuilder({ page }).analyze()
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${scheme}: ${id}: ${html.slice(0, 200)}`),
    )
    expect(found).toEqual([])
  }
}
