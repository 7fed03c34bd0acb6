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

const words = /six times seven/i

describePage('the voice screen', () => {
  let browser: Browser
  let api: LocalApi
  let question: SpokenWav
  beforeAll(async () => {
    api = await startApi()
    question = await writeSpokenWav(api, 'What is six times seven?', { beforeSeconds: 1, afterSeconds: 1 })
    browser = await launchBrowser(question.path)
  })
  afterAll(async () => {
    await browser.close()
    await question[Symbol.asyncDispose]()
    await api.close()
  })

  it('says a text and tells how fast', async () => {
    await using open = await openPlayground(browser, api, 'voice')
    const { page } = open
    await page.getByRole('textbox', { name: 'Text' }).fill('Good morning.')
    await page.getByRole('button', { name: 'Say it' }).click()
    await page.getByText(/first sound after \d+ ms · [\d.]+ s of speech/).waitFor()
    await page.getByRole('img', { name: 'Waveform' }).waitFor()
    await expectAccessible(page)
    expect(open.complaints).toEqual([])
  })

  it('writes down a file, with a time for each word', async () => {
    await using open = await openPlayground(browser, api, 'voice')
    const { page } = open
    await page.locator('input[type=file]').setInputFiles(question.path)
    await page.getByTestId('transcript').getByText(words).waitFor()
    await page.getByRole('button', { name: 'seven' }).waitFor()
    const subtitles = await page.getByRole('link', { name: 'Save as SRT' }).getAttribute('href')
    expect(decodeURIComponent(subtitles!)).toMatch(/\n00:00:0\d,\d{3} --> 00:00:0\d,\d{3}\n/)
    await expectAccessible(page)
  })

  it('writes down what the microphone hears', async () => {
    await using open = await openPlayground(browser, api, 'voice')
    const { page } = open
    await page.getByRole('button', { name: 'Record', exact: true }).click()
    await page.getByText('Recording, 4 s').waitFor()
    await page.getByRole('button', { name: 'Stop recording' }).click()
    await page
      .getByTestId('transcript')
      .getByText(/times seven/i)
      .waitFor()
    expect(open.complaints).toEqual([])
  })
})
