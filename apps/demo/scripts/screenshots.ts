// Takes screenshots of every screen, light and dark, on a phone and on a desktop, and the two for the documentation.
// Arguments select screens by name.

import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { launchBrowser, openPlayground, startApi } from '../src/playground/open-playground.test-support.ts'
import { writeSpokenWav } from '../src/playground/spoken-wav.test-support.ts'
import { filledScreens } from './fill-screens.ts'

const root = resolve(import.meta.dirname, '../../..')
const screensDir = resolve(root, 'demo-output/screens')
const docsDir = resolve(root, 'docs/site/public')
const docsScreen = 'chat'
/** Screens with an element that sticks to the lower edge of the window. */
const hasComposer = new Set(['chat', 'responses'])
const docsSize = { width: 1200, height: 800 }
const sizes = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } }
interface Screenshot {
  readonly size: { readonly width: number; readonly height: number }
  readonly path: string
  readonly isFullPage: boolean
}

const schemes = ['light', 'dark'] as const

const chosen = filledScreens.filter(({ name }) => process.argv.length < 3 || process.argv.includes(name))
await Promise.all([screensDir, docsDir].map((directory) => mkdir(directory, { recursive: true })))
const api = await startApi({ warmUp: true })
const question = await writeSpokenWav(api, 'What is six times seven?', { beforeSeconds: 2, afterSeconds: 5 })
const browser = await launchBrowser(question.path)
try {
  for (const { name, fill } of chosen) {
    await using open = await openPlayground({ browser, api }, name, { viewport: sizes.desktop })
    const { page } = open
    await fill(page, { recording: question.path })
    await page.mouse.move(0, 0)
    for (const scheme of schemes) {
      await page.evaluate((value) => document.documentElement.setAttribute('data-mantine-color-scheme', value), scheme)
      for (const [device, size] of Object.entries(sizes)) {
        const path = `${screensDir}/${name}-${scheme}-${device}.png`
        // An element that sticks to the bottom of the window would appear in the middle of a full-page screenshot.
        await take(page, { size, path, isFullPage: !hasComposer.has(name) })
      }
      const path = `${docsDir}/playground-${scheme}.png`
      if (name === docsScreen) await take(page, { size: docsSize, path, isFullPage: false })
    }
    console.log(`${name}: ${open.complaints.join('; ') || 'no complaints'}`)
  }
} finally {
  await browser.close()
  await question[Symbol.asyncDispose]()
  await api.close()
}

async function take(page: Page, { size, path, isFullPage }: Screenshot): Promise<void> {
  await page.setViewportSize(size)
  if (isFullPage) await page.evaluate(() => scrollTo({ top: 0 }))
  // Waveforms and charts are redrawn shortly after a resize.
  await page.waitForTimeout(400)
  await page.screenshot({ path, fullPage: isFullPage, animations: 'disabled' })
}
