import AxeBuilder from '@axe-core/playwright'
import { type RunningServer, type ServerOptions, startServer } from '@mira/engines'
import { findChromium, launchChromium } from '@mira/test-programs/chromium'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { type Playground, servePlayground } from '../lib/serve-playground.ts'

const program = await findChromium()

/** Timeout of a wait; shorter than that of a test, so that the failure names the missing element. */
const waitMs = 240_000
const timeout = 300_000
const phoneWidth = 360

/** Defines tests that require a browser. If there is none, they are skipped with the reason in their name. */
export function describePage(name: string, tests: () => void): void {
  if (program.command === undefined) describe.skip(`${name} (${program.reason})`, { timeout }, tests)
  else describe(name, { timeout }, tests)
}

/** A page of the playground in a real browser, with its recorded traffic and errors. */
export interface OpenPlayground extends AsyncDisposable {
  readonly page: Page
  readonly playground: Playground
  /** Returns all requests and responses, except binary bodies. */
  traffic(): string
  /** Uncaught exceptions and console errors of the page. */
  readonly complaints: readonly string[]
}

/** Launches a browser. @param microphone - Audio file played by the fake microphone. */
export function launchBrowser(microphone?: string): Promise<Browser> {
  if (program.command === undefined) return Promise.reject(new Error(program.reason))
  return launchChromium(program, [
    '--autoplay-policy=no-user-gesture-required',
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    ...(microphone === undefined ? [] : [`--use-file-for-fake-audio-capture=${microphone}`]),
  ])
}

/** An API for the page to use. */
export interface Api {
  readonly url: string
  readonly apiKey: string
  /** Playground that the API's file URLs point to. Defaults to a new one for each page. */
  readonly playground?: Playground
}

/** Browser and API of a page. */
export interface PageTarget {
  readonly browser: Browser
  readonly api: Api
}

/** Opens a screen of the playground, in English by default. */
export async function openPlayground(
  { browser, api }: PageTarget,
  screen: string,
  options: BrowserContextOptions = {},
): Promise<OpenPlayground> {
  const playground = api.playground ?? (await servePlayground())
  playground.connect(api)
  const context = await browser.newContext({
    locale: 'en-GB',
    colorScheme: 'light',
    // Colors have arbitrary contrast during transitions.
    reducedMotion: 'reduce',
    ...options,
  })
  context.setDefaultTimeout(waitMs)
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
      if (playground !== api.playground) await playground.close()
    },
  }
}

/** The local server, with a playground in front of it. */
export type LocalApi = Required<Api> & Pick<RunningServer, 'close'>

/** Starts the local server for tests of the screens. */
export async function startApi(options: ServerOptions = {}): Promise<LocalApi> {
  const playground = await servePlayground()
  const { url, apiKey = '', close } = await startServer({ publicUrl: playground.apiUrl, ...options })
  return {
    url,
    apiKey,
    playground,
    async close() {
      await playground.close()
      await close()
    },
  }
}

/** Returns the API of a scripted test server. */
export const toApi = ({ url }: { readonly url: string }): Api => ({
  url,
  apiKey: 'sk-mira-00000000000000000000000000000000000000cc',
})

type Scheme = 'light' | 'dark'

/** Expects that the screen fits on a phone and has no accessibility violations in the color schemes. */
export async function expectAccessible(page: Page, schemes: readonly Scheme[] = ['light', 'dark']): Promise<void> {
  // Do not measure colors during the transition between the schemes.
  await page.addStyleTag({ content: '*, *::before, *::after { transition: none !important }' })
  const size = page.viewportSize()!
  await page.setViewportSize({ ...size, width: phoneWidth })
  // Wait for the layout to settle.
  await page.waitForFunction((width) => document.documentElement.scrollWidth <= width, phoneWidth)
  await page.setViewportSize(size)
  for (const scheme of schemes) {
    await page.evaluate((value) => document.documentElement.setAttribute('data-mantine-color-scheme', value), scheme)
    // The legacy mode runs in the page alone, which has no frames, instead of in one more page for every analysis.
    const builder = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
    // The dark scheme differs only in its colors.
    const { violations } = await (scheme === 'dark' ? builder.withRules('color-contrast') : builder).analyze()
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${scheme}: ${id}: ${html.slice(0, 200)}`),
    )
    expect(found).toEqual([])
  }
}
