import { expect, it } from 'vitest'
import { describePage, expectAccessible, openPlayground } from './open-playground.test-support.ts'
import { openSpokenPlayground, useSpokenStage } from './use-stage.test-support.ts'

/** Transcript of the stage's question when it is recorded, not spoken in a call. */
const words = 'What is six times seven.'

describePage('the voice screen', () => {
  const stage = useSpokenStage()

  it('speaks a text and shows the timing', async () => {
    await using open = await openPlayground(stage, 'voice')
    const { page } = open
    await page.getByRole('textbox', { name: 'Text' }).fill('Good morning.')
    await page.getByRole('button', { name: 'Speak' }).click()
    await page.getByText(/first audio after \d+ ms · [\d.]+ s of speech/).waitFor()
    await page.getByRole('img', { name: 'Waveform' }).waitFor()
    await expectAccessible(page)
    expect(open.complaints).toEqual([])
  })

  it('transcribes a file with word timestamps', async () => {
    await using open = await openPlayground(stage, 'voice')
    const { page } = open
    await page.locator('input[type=file]').setInputFiles(stage.question.path)
    await page.getByTestId('transcript').getByText(words, { exact: true }).waitFor()
    await page.getByRole('button', { name: 'seven' }).waitFor()
    const subtitles = await page.getByRole('link', { name: 'Save as SRT' }).getAttribute('href')
    expect(decodeURIComponent(subtitles!)).toMatch(/\n00:00:0\d,\d{3} --> 00:00:0\d,\d{3}\n/)
    await expectAccessible(page)
  })

  it('transcribes a recording of the microphone', async () => {
    await using open = await openSpokenPlayground(stage, 'voice')
    const { page } = open
    await page.getByRole('button', { name: 'Record', exact: true }).click()
    await open.ask()
    await page.getByRole('button', { name: 'Stop recording' }).click()
    await page.getByTestId('transcript').getByText(words, { exact: true }).waitFor()
    expect(open.complaints).toEqual([])
  })
})
