import { startServer } from '@mira/server'
import { scriptMicrophone } from '@mira/test-programs/microphone'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BrowserCapture } from './lib/browser-capture.ts'
import type { BrowserConversation, BrowserTask } from './lib/browser-conversation.ts'
import { browserIsMissing, launchBrowser, type PageServer, servePage } from './lib/browser-page.ts'
import { createKnownRecognizer } from './lib/create-known-recognizer.ts'
import { createSpoken, toRecognition, toWav } from './lib/spoken.ts'

declare const converse: (task: BrowserTask) => Promise<BrowserConversation>
declare const capture: () => Promise<BrowserCapture>
declare const failToOpen: (workletUrl?: string) => Promise<string>

if (browserIsMissing) console.warn(`Browser tests are skipped: ${browserIsMissing}`)

const question = 'What is six times seven?'
const permissions = ['microphone']

describe.skipIf(browserIsMissing)('a browser under a strict policy', { timeout: 300_000 }, () => {
  let page: PageServer
  let browser: Browser
  beforeAll(async () => {
    ;[page, browser] = await Promise.all([servePage(), launchBrowser()])
  })
  afterAll(() => Promise.all([browser.close(), page[Symbol.asyncDispose]()]))

  it('holds a conversation by microphone and loudspeaker, and reports how much was heard', async () => {
    await using spoken = createSpoken()
    const pcm = await spoken.say(question, 48_000)
    const recording = toWav(pcm, 48_000)
    const transcription = createKnownRecognizer(toRecognition(pcm, 48_000), question)
    await using server = await startServer({ allowedOrigins: [page.origin], engines: { transcription } })
    const tab = await browser.newPage()
    const complaints: string[] = []
    tab.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    const microphone = await scriptMicrophone(tab)
    await tab.goto(page.origin)
    const talk = tab.evaluate((task) => converse(task), { baseUrl: server.url, apiKey: server.apiKey })
    const [result] = await Promise.all([talk, microphone.speak(recording)])
    expect(complaints).toEqual([])
    expect([result.question, result.answer]).toEqual([question, '6 * 7 = 42'])
    // No frame is lost: counted in samples, the turn is as long as it was spoken, to the detector's 20 ms.
    expect(Math.abs(result.questionMs - 2_500)).toBeLessThanOrEqual(40)
    const { playback, interruption } = result
    expect(playback.receivedSamples).toBeGreaterThan(0)
    expect(playback).toEqual({ ...playback, playedSamples: playback.receivedSamples, isExact: true })
    expect(interruption).toMatchObject({ isExact: true, cutMs: Math.floor(interruption.playedMs) })
    // The fade that avoids a click takes 5 ms.
    expect(interruption.fadeSamples).toBeLessThanOrEqual(120)
    expect(interruption.droppedSamples).toBeGreaterThan(0)
    expect(Math.min(result.heardLevel, result.spokenLevel)).toBeGreaterThan(0.02)
  })

  it('captures the microphone of Chromium itself, mutes it, and ends its track', async () => {
    const tab = await (await browser.newContext({ permissions })).newPage()
    await tab.goto(page.origin)
    expect(await tab.evaluate(() => capture())).toEqual({ frameLengths: [480], trackStates: ['live', 'live', 'ended'] })
  })

  it('reports a microphone that is denied, and a worklet that the policy forbids', async () => {
    await using otherBrowser = await launchBrowser(undefined, { isMicrophoneDenied: true })
    const tab = await otherBrowser.newPage()
    await tab.goto(page.origin)
    expect(await tab.evaluate(() => failToOpen('/worklet.js'))).toBe('microphone_denied')
    expect(await tab.evaluate(() => failToOpen())).toBe('audio_unsupported')
  })
})
