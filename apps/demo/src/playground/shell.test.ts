import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { startTestServer } from '@mira/test-server'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describePage, expectAccessible, openPlayground, toApi } from './open-playground.test-support.ts'
import { useStage } from './use-stage.test-support.ts'

const screens = ['chat', 'responses', 'search', 'images', 'voice', 'call', 'studio', 'vision', 'models', 'account']
const phone = { viewport: { width: 360, height: 740 } }

describePage('the page', () => {
  const stage = useStage()

  it('defaults to the language of the browser, and remembers another choice', async () => {
    await using open = await openPlayground(stage, 'voice', { locale: 'ru-RU' })
    const { page } = open
    await page.getByRole('heading', { level: 1, name: 'Голос' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('ru')
    await page.getByRole('combobox', { name: 'Язык' }).click()
    await page.getByRole('option', { name: 'English' }).click()
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'Voice' }).waitFor()
  })

  it('remembers the color scheme', async () => {
    await using open = await openPlayground(stage, 'chat')
    const { page } = open
    await page.getByRole('button', { name: 'Color scheme' }).click()
    await page.reload()
    expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark')
  })

  it('has no screen that is wider than a phone or inaccessible', async () => {
    await using open = await openPlayground(stage, 'chat', phone)
    const { page } = open
    for (const screen of screens) {
      await page.getByRole('button', { name: 'Menu' }).click()
      await page.getByRole('navigation').locator(`a[href="/${screen}"]`).click()
      await page.waitForURL(`**/${screen}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.waitForLoadState('networkidle')
      // The dark scheme is covered by the test of each screen.
      await expectAccessible(page, ['light'])
    }
    expect(open.complaints).toEqual([])
  })

  it('can be used with the keyboard only', async () => {
    await using open = await openPlayground(stage, 'chat')
    const { page } = open
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.keyboard.press('Tab')
    expect(await focusedName(page)).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('content')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true)
    await page.getByRole('link', { name: 'Vision' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Vision' }).waitFor()
    await page.getByRole('button', { name: 'Code' }).press('Enter')
    await page.getByRole('dialog').getByText('locate').first().waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    // The focus returns after the dialog has gone.
    await expect.poll(() => focusedName(page)).toBe('Code')
  })

  it('links to the recorded runs and to the reference of the API', async () => {
    await using open = await openPlayground(stage, 'chat')
    const { page, playground } = open
    await page.getByRole('link', { name: 'Recorded runs' }).click()
    await page.getByRole('heading', { level: 1, name: 'Recorded run' }).waitFor()
    await page.goto(`${playground.url}/chat`)
    await page.getByRole('link', { name: 'API reference' }).click()
    await page.waitForURL(`${stage.api.url}/docs`)
    expect(open.complaints).toEqual([])
  })

  it('shows that the server is unreachable, and recovers', async () => {
    const first = await startTestServer({ 'GET /health': { status: 200 }, 'GET /v1/models': { json: { data: [] } } })
    await using open = await openPlayground({ browser: stage.browser, api: toApi(first) }, 'chat')
    const { page, playground } = open
    const banner = page.getByText('The server cannot be reached')
    await page.waitForLoadState('networkidle')
    expect(await banner.count()).toBe(0)
    await first.close()
    await banner.waitFor()
    await page.getByLabel('Write a message').fill('What is 2 + 2?')
    await page.keyboard.press('Enter')
    await page.getByText('The server does not respond').waitFor()
    playground.connect(stage.api)
    await banner.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('= 4').waitFor()
  })

  it('shows that the browser is offline', async () => {
    await using open = await openPlayground(stage, 'images')
    const { page } = open
    await page.getByRole('textbox', { name: 'Prompt' }).fill('a fox')
    await page.context().setOffline(true)
    await page.getByText('The server cannot be reached').waitFor()
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByText('You are offline.').waitFor()
  })

  it('has no API key in the built files', async () => {
    const root = join(dirname(createRequire(import.meta.url).resolve('@mira/demo-web/package.json')), 'dist')
    const files = (await readdir(root, { recursive: true })).filter((name) => /\.(js|map|css|html)$/.test(name))
    expect(files.length).toBeGreaterThan(20)
    for (const file of files) expect(await readFile(join(root, file), 'utf8')).not.toMatch(/sk-mira-[0-9a-f]{8}/)
  })
})

const focusedName = (page: Page) => page.evaluate(() => document.activeElement?.textContent)
