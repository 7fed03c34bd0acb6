import { chat } from '@mira/chat'
import { createClient } from '@mira/core'
import { type RunningServer, startServer } from '@mira/server'
import { scriptMicrophone } from '@mira/test-programs/microphone'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkLeaving, checkStream } from '../frameworks/lib/check-route.ts'
import { createPausingEngine } from '../frameworks/lib/pausing-engine.ts'
import { browserIsMissing, launchBrowser } from './lib/browser-page.ts'
import { type FrameworkHost, frameworkNames, startFramework, whyMissing } from './lib/framework-hosts.ts'
import { createSpoken, toWav } from './lib/spoken.ts'
import { warmUpRealtime } from './lib/warm-up-realtime.ts'

const messages = [{ role: 'user', content: 'What is 12 % of 250?' }]
const question = 'What is six times seven?'

/** Timeout for a hang: on a busy machine, Vite is slow to serve its first page. */
const browsing = { timeout: 300_000 }

async function openPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage()
  page.setDefaultTimeout(240_000)
  return page
}

const chatEngine = createPausingEngine()
let server: RunningServer & { readonly apiKey: string }
beforeAll(async () => {
  server = await startServer({ engines: { chat: chatEngine } })
})
afterAll(() => server.close())

describe('the example of', () => {
  it.for(frameworkNames)('%s streams a chat to whoever has a session, and keeps the key', async (name, { skip }) => {
    const missing = whyMissing(name)
    if (missing) return skip(missing)
    await using host = await startFramework(name, server)
    const baseUrl = `${host.origin}/api/mira`
    const headers = { cookie: 'session=ada' }

    const page = createClient({ baseUrl, headers }).extend(chat)
    expect(await page.chat.stream({ messages }).text()).toContain('30')

    const url = `${baseUrl}/v1/chat/completions`
    const init = { method: 'POST', body: JSON.stringify({ model: 'mira', messages, stream: true }) }
    const json = { 'content-type': 'application/json' }
    const answer = await fetch(url, { ...init, headers: { ...headers, ...json } })
    expect(answer.headers.get('content-type')).toContain('text/event-stream')
    expect(`${await answer.text()}${JSON.stringify([...answer.headers])}`).not.toContain('sk-mira-')
    if (!['next', 'vite'].includes(name)) expect((await fetch(url, { ...init, headers: json })).status).toBe(401)

    expect(await checkStream(host.origin, chatEngine), 'the first delta arrives before the second exists').toEqual([])
    // A Lambda function is not notified of clients that leave.
    if (name !== 'lambda') expect(await checkLeaving(host.origin, chatEngine), 'the engine stops').toEqual([])
  })

  describe.skipIf(browserIsMissing)('vite', browsing, () => {
    let host: FrameworkHost
    let browser: Browser
    beforeAll(async () => {
      ;[host, browser] = await Promise.all([startFramework('vite', server), launchBrowser()])
    })
    afterAll(() => Promise.all([browser.close(), host[Symbol.asyncDispose]()]))

    it('is a page that asks, and shows the answer as it comes', async () => {
      const page = await openPage(browser)
      await page.goto(host.origin)
      await page.getByRole('button', { name: 'Ask' }).click()
      await page.getByRole('status').filter({ hasText: '30' }).waitFor()
    })

    it('is a page that listens, and answers', async () => {
      await using spoken = createSpoken()
      await warmUpRealtime(server, await spoken.say(question))
      const page = await openPage(browser)
      const microphone = await scriptMicrophone(page)
      await page.goto(`${host.origin}/talk.html`)
      await page.getByRole('button', { name: 'Talk' }).click()
      await microphone.speak(toWav(await spoken.say(question, 48_000), 48_000))
      const said = page.getByRole('listitem')
      await said.nth(1).waitFor()
      expect(await said.allTextContents()).toEqual([question, '6 * 7 = 42'])
    })
  })
})
