import AxeBuilder from '@axe-core/playwright'
import { type RunningServer, type ServerOptions, startServer } from '@mira/engines'
import { findChromium, launchChromium } from '@mira/test-programs/chromium'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { type Playground, servePlayground } from '../lib/serve-playground.ts'

const program = await findChromium()

/** Bounds a hang, on a busy machine too. Shorter than a test may take, so that what it waits for in vain is named. */
const waitMs = 90_000
const timeout = 240_000
const phoneWidth = 360

/** Defines tests that need a browser; on a platform without one they are skipped, with the reason in their name. */
export function describePage(name: string, tests: () => void): void {
  if (program.command === undefined) describe.skip(`${name} (${program.reason})`, { timeout }, tests)
  else describe(name, { timeout }, tests)
}

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
  if (program.command === undefined) return Promise.reject(new Error(program.reason))
  return launchChromium(program, [
    '--autoplay-policy=no-user-gesture-required',
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    ...(microphone === undefined ? [] : [`--use-file-for-fake-audio-capture=${microphone}`]),
  ])
}

/** An API to stand behind the page. */
export interface Api {
  readonly url: string
  readonly apiKey: string
  /** Where it says that its files are; default one for each page. */
  readonly playground?: Playground
}

/** Opens a screen of the playground, in English unless told otherwise. */
export async function openPlayground(
  browser: Browser,
  api: Api,
  screen: string,
  options: BrowserContextOptions = {},
): Promise<OpenPlayground> {
  const playground = api.playground ?? (await servePlayground())
  playground.connect(api)
  const context = await browser.newContext({
    locale: 'en-GB',
    colorScheme: 'light',
    // Colours that are on their way to others have any contrast.
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

/** The local server with a playground before it. */
export type LocalApi = Required<Api> & Pick<RunningServer, 'close'>

/** Starts the local server that the screens are tried against. */
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

/** An API that a test scripts. */
export const toApi = ({ url }: { readonly url: string }): Api => ({
  url,
  apiKey: 'sk-mira-00000000000000000000000000000000000000cc',
})

type Scheme = 'light' | 'dark'

/** Looks for what would keep somebody from using the screen: on a phone, and in both colour schemes. */
export async function expectAccessible(page: Page, schemes: readonly Scheme[] = ['light', 'dark']): Promise<void> {
  // Colours on their way from one scheme to the other are nobody's.
  await page.addStyleTag({ content: '*, *::before, *::after { transition: none !important }' })
  const size = page.viewportSize()!
  await page.setViewportSize({ ...size, width: phoneWidth })
  // The frame moves into its place.
  await page.waitForFunction((width) => document.documentElement.scrollWidth <= width, phoneWidth)
  await page.setViewportSize(size)
  for (const scheme of schemes) {
    await page.evaluate((value) => document.documentElement.setAttribute('data-mantine-color-scheme', value), scheme)
    const builder = new AxeBuilder({ page }).options({ resultTypes: ['violations'] })
    // What is dark differs in its colours alone.
    const { violations } = await (scheme === 'dark' ? builder.withRules('color-contrast') : builder).analyze()
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${scheme}: ${id}: ${html.slice(0, 200)}`),
    )
    expect(found).toEqual([])
  }
}
