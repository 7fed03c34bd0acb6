import { expect, it } from 'vitest'
import { describePage, expectAccessible, openPlayground } from './open-playground.test-support.ts'
import { openSpokenPlayground, useSpokenStage } from './use-stage.test-support.ts'

/** Transcript of the stage's question when it is recorded, not spoken in a call. */
const words = 'What is six times seven.'

describePage('the voice screen', () => {
  const stage = useSpokenStage()

  it('says a text and tells how fast', async () => {
    await using open = await openPlayground(stage.browser, stage.api, 'voice')
    const { page } = open
    await page.getByRole('textbox', { name: 'Text' }).fill('Good morning.')
    await page.getByRole('button', { name: 'Say it' }).click()
    await page.getByText(/first sound after \d+ ms · [\d.]+ s of speech/).waitFor()
    await page.getByRole('img', { name: 'Waveform' }).waitFor()
    await expectAccessible(page)
    expect(open.complaints).toEqual([])
  })

  it('writes down a file, with a time for each word', async () => {
    await using open = await openPlayground(stage.browser, stage.api, 'voice')
    const { page } = open
    await page.locator('input[type=file]').setInputFiles(stage.question.path)
    await page.getByTestId('transcript').getByText(words, { exact: true }).waitFor()
    await page.getByRole('button', { name: 'seven' }).waitFor()
    const subtitles = await page.getByRole('link', { name: 'Save as SRT' }).getAttribute('href')
    expect(decodeURIComponent(subtitles!)).toMatch(/\n00:00:0\d,\d{3} --> 00:00:0\d,\d{3}\n/)
    await expectAccessible(page)
  })

  it('writes down what the microphone hears', async () => {
    await using open = await openSpokenPlayground(stage, 'voice')
    const { page } = open
    await page.getByRole('button', { name: 'Record', exact: true }).click()
    await open.ask()
    await page.getByRole('button', { name: 'Stop recording' }).click()
    await page.getByTestId('transcript').getByText(words, { exact: true }).waitFor()
    expect(open.complaints).toEqual([])
  })
})
