import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type RunningServer, startServer } from '@mira/server'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWordChatEngine } from '../../packages/server/src/lib/test-support/word-chat-engine.test-support.ts'
import { type ComponentHost, renderOnServer, startComponentHost } from './component-host.ts'
import { browserIsMissing, launchBrowser } from './lib/browser-page.ts'

if (browserIsMissing) console.warn(`Browser tests are skipped: ${browserIsMissing}`)

const root = resolve(import.meta.dirname, '../..')

it.each([
  ['vue', ['app.vue', 'main.ts']],
  ['svelte', ['app.svelte']],
])('the documents of %s have the example that is tested', (name, files) => {
  for (const document of [`packages/${name}/README.md`, `docs/site/guide/${name}.md`]) {
    const text = readFileSync(join(root, document), 'utf8')
    for (const file of files) expect(text).toContain(readFileSync(join(root, 'examples', name, file), 'utf8'))
  }
})

it('every function of Svelte renders its first state on a server', async () => {
  const html = await renderOnServer(
    'svelte',
    `import { render } from 'svelte/server'
import Everything from '../../packages/svelte/test/everything.svelte'
export const html = render(Everything).body`,
  )
  expect(html).toContain('<li id="initial-0">Привет</li><li id="initial-1">Hello!</li>')
  expect(html).toContain('loading idle idle idle idle idle')
})

describe.skipIf(browserIsMissing)('components in a browser', { timeout: 300_000 }, () => {
  const chat = createWordChatEngine()
  let server: RunningServer
  let browser: Browser
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer({ engines: { chat, moderation: null } }), launchBrowser()])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  describe.each(['vue', 'svelte'] as const)('of %s', (name) => {
    let host: ComponentHost
    const complaints: string[] = []
    beforeAll(async () => {
      host = await startComponentHost(name, { url: server.url, apiKey: server.apiKey! })
    })
    afterAll(() => host?.[Symbol.asyncDispose]())

    const open = async (path: string): Promise<Page> => {
      const page = await browser.newPage()
      page.setDefaultTimeout(240_000)
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('console', (message) => {
        if (/^(error|warning)$/.test(message.type()) && !message.text().includes('status of'))
          complaints.push(message.text())
      })
      await page.goto(host.origin + path)
      return page
    }
    const say = async (page: Page, text: string): Promise<void> => {
      await page.getByLabel('Message').fill(text)
      await page.keyboard.press('Enter')
    }
    const articles = (page: Page): Promise<string[]> => page.getByRole('article').allTextContents()

    it('stream answers, and stop them', async () => {
      const page = await open('/')
      await say(page, 'Привет')
      await page.getByText('You said: Привет').waitFor()
      expect(await page.getByLabel('Message').inputValue()).toBe('')
      await page.getByRole('button', { name: 'Send' }).waitFor()
      const before = chat.aborted.length
      await say(page, 'please wait')
      await expect.poll(() => chat.aborted.length).toBe(before + 1)
      await page.getByRole('button', { name: 'Stop' }).click()
      await chat.aborted.at(-1)
      await page.getByRole('button', { name: 'Send' }).waitFor()
      expect((await articles(page)).map((text) => text.trim())).toEqual([
        'user Привет',
        'assistant You said: Привет',
        'user please wait',
        'assistant You said:',
      ])
      await page.close()
    })

    it('show an error, and ask again', async () => {
      const page = await open('/')
      const asked = () => chat.requests.filter(({ messages }) => JSON.stringify(messages).includes('fail-late')).length
      const before = asked()
      await say(page, 'fail-late now')
      await page.getByRole('button', { name: /Try again/ }).click()
      await expect.poll(asked).toBe(before + 2)
      await page.close()
    })

    it('hydrate what a server rendered, and leave nothing when they are unmounted', async () => {
      expect(host.html).toContain('Send')
      const page = await open('/hydrated')
      const before = chat.aborted.length
      await say(page, 'wait for me')
      await expect.poll(() => chat.aborted.length).toBe(before + 1)
      await page.evaluate('unmount()')
      await chat.aborted.at(-1)
      expect(await page.locator('#app').textContent()).toBe('')
      await page.close()
    })

    it('cause no error or warning in the console', () => {
      expect(complaints).toEqual([])
    })
  })
})
