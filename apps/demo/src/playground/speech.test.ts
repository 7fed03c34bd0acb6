import { beforeAll, describe, expect, it } from 'vitest'
import { describePage, expectAccessible, openPlayground } from './open-playground.test-support.ts'
import { openSpokenPlayground, spokenQuestion, useSpokenStage } from './use-stage.test-support.ts'
import { warmUpCall } from './warm-up-call.test-support.ts'

/** Transcript of the stage's question when it is recorded, not spoken in a call. */
const words = 'What is six times seven.'

describePage('speech', () => {
  const stage = useSpokenStage()

  describe('the voice screen', () => {
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

    it('stops speech that plays, and lets the user speak again', async () => {
      await using open = await openPlayground(stage, 'voice')
      const { page } = open
      await page.getByRole('textbox', { name: 'Text' }).fill('One, two, three, four, five, six, seven. '.repeat(8))
      await page.getByRole('button', { name: 'Speak' }).click()
      // It is shown when all has been received, which is long before all has been played.
      await page.getByRole('img', { name: 'Waveform' }).waitFor()
      await page.getByRole('button', { name: 'Stop', exact: true }).click()
      await page.getByRole('button', { name: 'Speak' }).and(page.locator(':enabled')).waitFor()
      expect(await page.getByRole('img', { name: 'Waveform' }).count()).toBe(0)
      expect(open.complaints).toEqual([])
    })

    it('plays samples of the voices, and says why a file is refused', async () => {
      await using open = await openPlayground(stage, 'voice')
      const { page } = open
      const sample = page.getByRole('button', { name: 'Play a sample of RMS', exact: true })
      await sample.click()
      expect(await page.getByRole('combobox', { name: 'Voice' }).inputValue()).toBe('RMS')
      await expect.poll(() => open.traffic()).toContain('"input":"Hello, my name is RMS."')
      await page.locator('[aria-pressed=true]').waitFor({ state: 'detached' })
      const file = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('No recording') }
      await page.locator('input[type=file]').setInputFiles(file)
      await page.getByRole('alert').getByText('notes.txt is not a recording.').waitFor()
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
      await page.getByRole('region', { name: 'Transcription' }).getByRole('img', { name: 'Waveform' }).waitFor()
      expect(open.complaints).toEqual([])
    })
  })

  describe('the call screen', () => {
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
      await page.getByRole('textbox', { name: 'Text message' }).fill('Count from 1 to 200.')
      await page.keyboard.press('Enter')
      const counting = mira!.filter({ hasText: '1, 2, 3' })
      await counting.waitFor()
      // An answer of this length is still playing, or waiting for its turn, when the question starts.
      await page.getByRole('meter', { name: 'Answer' }).and(page.locator(':not([aria-valuenow="0"])')).waitFor()
      await open.ask()
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
})
