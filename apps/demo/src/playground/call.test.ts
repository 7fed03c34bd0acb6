import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  describePage,
  expectAccessible,
  type LocalApi,
  launchBrowser,
  openPlayground,
  startApi,
} from './open-playground.test-support.ts'
import { type SpokenWav, writeSpokenWav } from './spoken-wav.test-support.ts'

describePage('the call screen', () => {
  let browser: Browser
  let api: LocalApi
  let question: SpokenWav
  beforeAll(async () => {
    api = await startApi({ warmUp: true })
    question = await writeSpokenWav(api, 'What is six times seven?', { beforeSeconds: 3, afterSeconds: 4 })
    browser = await launchBrowser(question.path)
  })
  afterAll(async () => {
    await browser.close()
    await question[Symbol.asyncDispose]()
    await api.close()
  })

  it('hears a question, answers it aloud, shows what both say, and can be interrupted by voice', async () => {
    await using open = await openPlayground(browser, api, 'call')
    const { page } = open
    await page.getByRole('button', { name: 'Call' }).click()
    await page.getByText('connected', { exact: true }).waitFor()
    await page
      .getByRole('article', { name: 'You' })
      .getByText(/six times seven/i)
      .first()
      .waitFor()
    await page.getByRole('article', { name: 'Mira' }).getByText('42').first().waitFor()
    await page.getByText(/answer heard after \d+ ms/).waitFor()
    await page.getByRole('meter', { name: 'The answer' }).and(page.locator(':not([aria-valuenow="0"])')).waitFor()
    await expectAccessible(page)
    // The microphone asks again before so long an answer ends.
    await page.getByRole('textbox', { name: 'Or write it' }).fill('Count from 1 to 40.')
    await page.keyboard.press('Enter')
    const counting = page.getByRole('article', { name: 'Mira' }).filter({ hasText: '1, 2, 3' })
    await counting.getByText('interrupted').waitFor()
    await page.getByRole('button', { name: 'Hang up' }).click()
    await page.getByText('ended').waitFor()
    expect(open.traffic()).not.toContain(api.apiKey)
    expect(open.complaints).toEqual([])
  })

  it('takes questions in writing, and is silent when interrupted', async () => {
    await using open = await openPlayground(browser, api, 'call')
    const { page } = open
    await page.getByRole('button', { name: 'Call' }).click()
    await page.getByRole('button', { name: 'Mute' }).click()
    await page.getByRole('textbox', { name: 'Or write it' }).fill('Count from 1 to 40.')
    await page.keyboard.press('Enter')
    await page.getByRole('meter', { name: 'The answer' }).and(page.locator(':not([aria-valuenow="0"])')).waitFor()
    await page.getByRole('button', { name: 'Interrupt' }).click()
    await page.getByText('interrupted').waitFor()
    await page.getByRole('meter', { name: 'The answer' }).and(page.locator('[aria-valuenow="0"]')).waitFor()
    await page.getByRole('button', { name: 'Unmute' }).waitFor()
    expect(open.complaints).toEqual([])
  })

  it('goes on in writing where there is no microphone', async () => {
    await using open = await openPlayground(browser, api, 'call')
    const { page } = open
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('No', 'NotAllowedError'))
    })
    await page.getByRole('button', { name: 'Call' }).click()
    await page.getByText('The browser gives no microphone').waitFor()
    await page.getByRole('textbox', { name: 'Or write it' }).fill('What is 5 + 6?')
    await page.keyboard.press('Enter')
    await page.getByRole('article', { name: 'Mira' }).getByText('11').waitFor()
  })
})
