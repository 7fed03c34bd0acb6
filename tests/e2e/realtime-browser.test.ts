import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '@mira/server'
import { describe, expect, it } from 'vitest'
import { browserIsMissing, launchBrowser, servePage } from './lib/browser-page.ts'
import type { BrowserConversation, BrowserTask } from './lib/browser-program.ts'
import { createSpoken, toWav } from './lib/spoken.ts'

declare const converse: (task: BrowserTask) => Promise<BrowserConversation>
declare const failToOpen: () => Promise<string>

if (browserIsMissing) console.warn(`Browser tests are skipped: ${browserIsMissing}`)

/**
 * Chromium's fake microphone drops sound when the machine is busy, and the recogniser then hears other words: tried
 * again, and held to what is left of them. Exact words are asserted where sound is sent by ourselves.
 */
const options = { timeout: 120_000, retry: 2 }

describe.skipIf(browserIsMissing)('a browser under a strict policy', () => {
  it('holds a conversation by microphone and loudspeaker, and knows what was heard', options, async () => {
    await using spoken = createSpoken()
    await using page = await servePage()
    await using server = await startServer({ allowedOrigins: [page.origin] })
    const folder = await mkdtemp(join(tmpdir(), 'mira-voice-'))
    try {
      const recording = join(folder, 'question.wav')
      await writeFile(recording, toWav(await spoken.say('What is six times seven?', 48_000), 48_000))
      await using browser = await launchBrowser(recording)
      const tab = await (await browser.newContext({ permissions: ['microphone'] })).newPage()
      const complaints: string[] = []
      tab.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
      await tab.goto(page.origin)
      const result = await tab.evaluate((task) => converse(task), { baseUrl: server.url, apiKey: server.apiKey })
      console.log(JSON.stringify(result))
      expect(complaints).toEqual([])
      expect(result.question).toMatch(/what is .*seven/i)
      expect(result.answer).toMatch(/\w/)
      expect(Math.abs(result.playedSamples - result.renderedSamples) / 24).toBeLessThan(20)
      expect(result.silenceAfterMs).toBeLessThan(100)
      expect(Math.abs(result.cutMs - result.cutPlayedMs)).toBeLessThan(2)
      expect(Math.min(result.heardLevel, result.spokenLevel)).toBeGreaterThan(0.02)
      // Without the file on the page's own origin the policy keeps our code out, and we say so.
      expect(await tab.evaluate(() => failToOpen())).toBe('audio_unsupported')
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
