import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { findChromium } from './find-chromium.ts'
import { launchChromium } from './launch-chromium.ts'

const packaged = await findChromium({ MIRA_TEST_PROGRAMS: 'packaged', PATH: '', CHROMIUM_PATH: '/nowhere' })
if (packaged.command === undefined) {
  it.skip(`the packaged Chromium (${packaged.reason})`, () => {})
} else {
  describe('the packaged Chromium', () => {
    it('renders text in the packaged fonts', async () => {
      await using browser = await launchChromium(packaged)
      const page = await browser.newPage()
      const widthOf = (text: string) => measure(page, text)
      expect(await widthOf('mmmm')).toBeGreaterThan(2 * (await widthOf('iiii')))
      const drawn = await Promise.all(['Ж', 'Ы', 'A', 'ש'].map((letter) => draw(page, letter)))
      expect(new Set(drawn).size).toBe(4)
    })

    it('supports the formats of the API, and WebGL', async () => {
      await using browser = await launchChromium(packaged)
      const page = await browser.newPage()
      const types = ['audio/mpeg', 'audio/mp4; codecs="mp4a.40.2"', 'video/mp4; codecs="avc1.42E01E"']
      expect(await page.evaluate((list) => list.map((type) => MediaSource.isTypeSupported(type)), types)).toEqual(
        types.map(() => true),
      )
      expect(await page.evaluate(() => document.createElement('canvas').getContext('webgl') !== null)).toBe(true)
    })

    it('has a microphone that plays a file to an audio worklet', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'mira-tone-'))
      const server = createServer((_, response) =>
        response.setHeader('content-type', 'text/html').end('<!doctype html>'),
      )
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      try {
        const recording = join(folder, 'tone.wav')
        await writeFile(recording, createTone())
        await using browser = await launchChromium(packaged, [
          '--use-fake-device-for-media-stream',
          '--use-fake-ui-for-media-stream',
          `--use-file-for-fake-audio-capture=${recording}`,
          '--autoplay-policy=no-user-gesture-required',
        ])
        const page = await browser.newPage()
        await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
        expect(await page.evaluate(hearPeriod)).toBe(48)
      } finally {
        server.close()
        await rm(folder, { recursive: true })
      }
    })
  })
}

it('names the path when CHROMIUM_PATH leads nowhere', async () => {
  const reason = 'no browser at /nowhere/chromium, which CHROMIUM_PATH names'
  expect(await findChromium({ CHROMIUM_PATH: '/nowhere/chromium' })).toEqual({ command: undefined, reason })
})

it('takes the browser that CHROMIUM_PATH names', async () => {
  const found = await findChromium({ CHROMIUM_PATH: process.execPath })
  expect(found).toEqual({ command: process.execPath, origin: 'system' })
})

/** Measures the width of a text on the page, in CSS pixels. */
async function measure(page: Page, text: string): Promise<number> {
  return page.evaluate((content) => {
    const span = document.body.appendChild(Object.assign(document.createElement('span'), { textContent: content }))
    return span.getBoundingClientRect().width
  }, text)
}

/** Renders a text on the page: letters missing from all fonts look the same. */
async function draw(page: Page, text: string): Promise<string> {
  return page.evaluate((content) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 100, height: 100 })
    const context = canvas.getContext('2d')!
    context.font = '80px sans-serif'
    context.fillText(content, 10, 80)
    return canvas.toDataURL()
  }, text)
}

/** One second of 1 000 Hz, in a WAV file of 48 000 Hz. */
function createTone(): Uint8Array {
  const rate = 48_000
  const samples = Int16Array.from(
    { length: rate },
    (_, index) => 10_000 * Math.sin((2 * Math.PI * 1_000 * index) / rate),
  )
  const header = Buffer.alloc(44)
  header.write('RIFF')
  header.writeUInt32LE(36 + samples.byteLength, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(rate, 24)
  header.writeUInt32LE(2 * rate, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(samples.byteLength, 40)
  return Buffer.concat([header, new Uint8Array(samples.buffer)])
}

/** Runs in the page. @returns Period of the wave received from the microphone, in samples. */
async function hearPeriod(): Promise<number> {
  const context = new AudioContext({ sampleRate: 48_000 })
  const code = `registerProcessor('ear', class extends AudioWorkletProcessor {
    process([[samples]]) {
      if (samples) this.port.postMessage(samples.slice())
      return true
    }
  })`
  await context.audioWorklet.addModule(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })))
  const ear = new AudioWorkletNode(context, 'ear')
  const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false }
  context.createMediaStreamSource(await navigator.mediaDevices.getUserMedia({ audio })).connect(ear)
  const heard: number[] = []
  await new Promise<void>((resolve) => {
    ear.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
      if (heard.length > 0 || Math.max(...data) > 0.1) heard.push(...data)
      if (heard.length >= 4_800) resolve()
    }
  })
  const rises = heard.flatMap((sample, index) => (index > 0 && heard[index - 1]! < 0 && sample >= 0 ? [index] : []))
  // The median: a busy machine drops some samples.
  const periods = rises.slice(1).map((rise, index) => rise - rises[index]!)
  return periods.sort((left, right) => left - right)[periods.length >> 1]!
}
