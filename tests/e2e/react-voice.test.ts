import { type RunningServer, startServer } from '@mira/server'
import { type ScriptedMicrophone, scriptMicrophone } from '@mira/test-programs/microphone'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Probe } from '../../packages/react/test/page/probe.ts'
import { browserIsMissing, launchBrowser } from './lib/browser-page.ts'
import { createKnownRecognizer } from './lib/create-known-recognizer.ts'
import { createSpoken, toRecognition, toWav } from './lib/spoken.ts'
import { warmUpRealtime } from './lib/warm-up-realtime.ts'
import { type ReactHost, startReactHost } from './react-host.ts'

declare const probe: Probe

const question = 'What is six times seven?'

describe.skipIf(browserIsMissing)('voice hooks in a browser, under StrictMode', { timeout: 300_000 }, () => {
  let server: RunningServer
  let host: ReactHost
  let browser: Browser
  let recording: Uint8Array
  const complaints: string[] = []
  beforeAll(async () => {
    await using spoken = createSpoken()
    const pcm = await spoken.say(question, 48_000)
    recording = toWav(pcm, 48_000)
    const transcription = createKnownRecognizer(toRecognition(pcm, 48_000), question)
    server = await startServer({ engines: { transcription } })
    await warmUpRealtime(server, await spoken.say(question))
    ;[host, browser] = await Promise.all([startReactHost({ url: server.url, apiKey: server.apiKey! }), launchBrowser()])
  })
  afterAll(async () => {
    await browser?.close()
    await host?.[Symbol.asyncDispose]()
    await server?.close()
  })

  const open = async (path: string): Promise<{ page: Page; microphone: ScriptedMicrophone }> => {
    const page = await (await browser.newContext()).newPage()
    page.setDefaultTimeout(240_000)
    page.on('pageerror', (error) => complaints.push(error.message))
    const microphone = await scriptMicrophone(page)
    await page.goto(host.origin + path)
    return { page, microphone }
  }
  const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click()
  const says = (page: Page, label: string, text: string): Promise<void> =>
    page.getByLabel(label).getByText(text, { exact: true }).waitFor()
  const captions = (page: Page): Promise<string[]> => page.getByRole('listitem').allTextContents()
  /** What is still open in the page: microphone tracks and audio contexts. */
  const openDevices = (page: Page): Promise<(string | undefined)[]> =>
    page.evaluate(() => [
      ...probe.tracks.map(({ readyState }) => readyState).filter((state) => state === 'live'),
      ...probe.contexts.map(({ state }) => state).filter((state) => state !== 'closed'),
    ])

  it('talk, show captions, interrupt, survive a lost connection, and leave nothing open', async () => {
    const { page, microphone } = await open('/call')
    await press(page, 'Call')
    await says(page, 'Status', 'open')
    await microphone.speak(recording)
    await page.getByText('assistant: 6 * 7 = 42').waitFor()
    expect(await captions(page)).toEqual([`user: ${question}`, 'assistant: 6 * 7 = 42'])
    expect(Number(await page.getByLabel('Loudest').getAttribute('value'))).toBeGreaterThan(0.02)

    await press(page, 'Count')
    await page.getByText(/^assistant: 1, 2/).waitFor()
    await press(page, 'Interrupt')
    await page.locator('li[data-interrupted="true"]', { hasText: 'assistant: 1, 2' }).waitFor()
    await says(page, 'Responding', 'false')
    expect((await captions(page))[2]).toBe('user: Count from 1 to 40.')

    host.dropSockets()
    await says(page, 'Status', 'reconnecting')
    await says(page, 'Status', 'open')
    expect(host.openSockets).toBe(1)

    await press(page, 'Mute')
    await page.getByRole('button', { name: 'Unmute' }).waitFor()
    expect(await page.evaluate(() => probe.tracks.at(-1)?.enabled)).toBe(false)
    expect((await page.evaluate(() => probe.tracks)).length).toBeGreaterThan(0)
    await press(page, 'Hang up')
    await says(page, 'Status', 'ended')
    await expect.poll(() => host.openSockets).toBe(0)
    await expect.poll(() => openDevices(page)).toEqual([])
  })

  it('render a level in a meter alone', async () => {
    const { page, microphone } = await open('/call')
    await press(page, 'Call')
    await says(page, 'Status', 'open')
    const before = await page.evaluate(() => probe.renders)
    await microphone.speak(recording)
    const renders = (await page.evaluate(() => probe.renders)) - before
    // StrictMode renders twice for each change: of the start and the end of speech, the caption and the response.
    expect(renders).toBeLessThan(60)
    expect(Number(await page.getByLabel('Loudest').getAttribute('value'))).toBeGreaterThan(0.02)
    await press(page, 'Unmount')
    await expect.poll(() => host.openSockets).toBe(0)
    await expect.poll(() => openDevices(page)).toEqual([])
  })

  it('end a call that is unmounted while it connects, and one whose microphone is denied', async () => {
    const { page } = await open('/call')
    await page.getByRole('button', { name: 'Call', exact: true }).evaluate((button) => {
      ;(button as HTMLButtonElement).click()
      ;[...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Unmount')?.click()
    })
    await expect.poll(() => openDevices(page)).toEqual([])
    await expect.poll(() => host.openSockets).toBe(0)
    await press(page, 'Mount')
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('denied', 'NotAllowedError'))
    })
    await press(page, 'Call')
    await page.getByRole('alert').getByText('microphone_denied').waitFor()
    await says(page, 'Status', 'error')
    await expect.poll(() => host.openSockets).toBe(0)
    await expect.poll(() => openDevices(page)).toEqual([])
  })

  it('dictate, speak, and stream a response', async () => {
    const { page, microphone } = await open('/voice')
    await press(page, 'Record')
    await says(page, 'Dictation', 'recording')
    await microphone.speak(recording)
    await press(page, 'Finish')
    await says(page, 'Transcript', question)
    await press(page, 'Speak')
    await says(page, 'Speech', 'playing')
    await says(page, 'Speech', 'done')
    await press(page, 'Respond')
    await says(page, 'Response', 'done')
    expect(await page.locator('p').first().textContent()).not.toBe('')
    expect(await page.getByRole('alert').count()).toBe(0)
    await expect.poll(() => openDevices(page)).toEqual([])
  })

  it('cause no error in the console of any page', () => {
    expect(complaints).toEqual([])
  })
})
