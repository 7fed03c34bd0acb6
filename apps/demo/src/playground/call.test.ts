import { beforeAll, expect, it } from 'vitest'
import { describePage, expectAccessible, openPlayground } from './open-playground.test-support.ts'
import { openSpokenPlayground, spokenQuestion, useSpokenStage } from './use-stage.test-support.ts'
import { warmUpCall } from './warm-up-call.test-support.ts'

describePage('the call screen', () => {
  const stage = useSpokenStage()
  beforeAll(() => warmUpCall(stage), 240_000)

  it('answers a spoken question with audio and captions, and can be interrupted by voice', async () => {
    await using open = await openSpokenPlayground(stage, 'call')
    const { page } = open
    await page.getByRole('button', { name: 'Call' }).click()
    await page.getByText('connected', { exact: true }).waitFor()
    await open.ask()
    const [you, mira] = ['You', 'Mira'].map((name) => page.getByRole('article', { name }))
    await you!.getByText(spokenQuestion, { exact: true }).waitFor()
    await mira!.getByText('6 * 7 = 42', { exact: true }).waitFor()
    await page.getByText(/answered after \d+ ms/).waitFor()
    await expectAccessible(page)
    await page.getByRole('textbox', { name: 'Text message' }).fill('Count from 1 to 40.')
    await page.keyboard.press('Enter')
    // An answer of this length is still playing when the question starts.
    await page.getByRole('meter', { name: 'Answer' }).and(page.locator(':not([aria-valuenow="0"])')).waitFor()
    await open.ask()
    const counting = mira!.filter({ hasText: '1, 2, 3' })
    await counting.getByText('interrupted').waitFor()
    await page.getByRole('button', { name: 'Hang up' }).click()
    await page.getByText('ended').waitFor()
    expect(open.traffic()).not.toContain(stage.api.apiKey)
    expect(open.complaints).toEqual([])
  })

  it('answers a text message, and stops playback when interrupted', async () => {
    await using open = await openSpokenPlayground(stage, 'call')
    const { page } = open
    await page.getByRole('button', { name: 'Call' }).click()
    await page.getByRole('button', { name: 'Mute' }).click()
    await page.getByRole('textbox', { name: 'Text message' }).fill('Count from 1 to 40.')
    await page.keyboard.press('Enter')
    await page.getByRole('meter', { name: 'Answer' }).and(page.locator(':not([aria-valuenow="0"])')).waitFor()
    await page.getByRole('button', { name: 'Interrupt' }).click()
    await page.getByText('interrupted').waitFor()
    await page.getByRole('meter', { name: 'Answer' }).and(page.locator('[aria-valuenow="0"]')).waitFor()
    await page.getByRole('button', { name: 'Unmute' }).waitFor()
    expect(open.complaints).toEqual([])
  })

  it('works with text messages without a microphone', async () => {
    await using open = await openPlayground(stage, 'call')
    const { page } = open
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('No', 'NotAllowedError'))
    })
    await page.getByRole('button', { name: 'Call' }).click()
    await page.getByText('The microphone is not available').waitFor()
    await page.getByRole('textbox', { name: 'Text message' }).fill('What is 5 + 6?')
    await page.keyboard.press('Enter')
    await page.getByRole('article', { name: 'Mira' }).getByText('11').waitFor()
  })
})
