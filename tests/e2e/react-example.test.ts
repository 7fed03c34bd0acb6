import { type ChildProcess, spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { startServer } from '@mira/server'
import { scriptMicrophone } from '@mira/test-programs/microphone'
import { expect, it } from 'vitest'
import { browserIsMissing, launchBrowser } from './lib/browser-page.ts'
import { createKnownRecognizer } from './lib/create-known-recognizer.ts'
import { createSpoken, toRecognition, toWav } from './lib/spoken.ts'
import { createHeldMusicEngine } from './react-engines.ts'

const example = resolve(import.meta.dirname, '../../examples/react')
const question = 'What is six times seven?'

it.skipIf(browserIsMissing)(
  'the example of React chats, computes, composes, and takes dictation',
  async () => {
    await using spoken = createSpoken()
    const pcm = await spoken.say(question, 48_000)
    const transcription = createKnownRecognizer(toRecognition(pcm, 48_000), question)
    const music = createHeldMusicEngine()
    await using server = await startServer({ engines: { transcription, music } })
    await using vite = await startVite({ MIRA_BASE_URL: server.url, MIRA_API_KEY: server.apiKey! })
    const browser = await launchBrowser()
    try {
      const page = await browser.newPage()
      page.setDefaultTimeout(240_000)
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(error.message))
      const microphone = await scriptMicrophone(page)
      const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
      await page.goto(vite.origin)

      await page.getByLabel('Message').fill(question)
      await press('Send')
      await page.getByText('assistant 6 * 7 = 42').waitFor()
      await press('Calculate')
      await page.getByLabel('Result').getByText('30').waitFor()

      await press('Compose')
      await page.getByRole('progressbar').waitFor()
      await page.reload()
      await page.getByText('assistant 6 * 7 = 42').waitFor()
      await page.getByRole('progressbar').waitFor()
      music.release()
      await page.locator('audio').waitFor()

      await press('Dictate')
      await page.getByRole('button', { name: 'Discard' }).waitFor()
      await microphone.speak(toWav(pcm, 48_000))
      await page.getByRole('button', { name: /^Done after \d+ s$/ }).click()
      await page.getByLabel('Dictated').getByText(question).waitFor()
      await press('Read aloud')
      await press('Silence')
      await page.goto(`${vite.origin}/store.html`)
      await page.getByRole('listitem').filter({ hasText: '6 * 7 = 42' }).waitFor()
      expect(complaints).toEqual([])
    } finally {
      await browser.close()
    }
  },
  300_000,
)

it.skipIf(browserIsMissing)(
  'the example of React holds a call',
  async () => {
    await using spoken = createSpoken()
    const pcm = await spoken.say(question, 48_000)
    const transcription = createKnownRecognizer(toRecognition(pcm, 48_000), question)
    await using server = await startServer({ engines: { transcription }, warmUp: true })
    await using vite = await startVite({ MIRA_BASE_URL: server.url, MIRA_API_KEY: server.apiKey! })
    const browser = await launchBrowser()
    try {
      const page = await browser.newPage()
      page.setDefaultTimeout(240_000)
      const microphone = await scriptMicrophone(page)
      await page.goto(vite.origin)
      await page.getByRole('button', { name: 'Talk' }).click()
      await page.getByRole('button', { name: 'Hang up' }).waitFor()
      await microphone.speak(toWav(pcm, 48_000))
      await page.getByText(`user ${question}`).waitFor()
      await page.getByText('assistant 6 * 7 = 42').waitFor()
      await page.getByRole('button', { name: 'Hang up' }).click()
      await page.getByRole('button', { name: 'Talk' }).waitFor()
    } finally {
      await browser.close()
    }
  },
  300_000,
)

/** Starts the example as a developer does, with the key only in the environment of its server. */
async function startVite(environment: NodeJS.ProcessEnv): Promise<AsyncDisposable & { readonly origin: string }> {
  const program = join(import.meta.dirname, 'lib/vite-server.ts')
  const child = spawn(process.execPath, ['--conditions=@mira/source', program, example], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment, NODE_ENV: 'development', NO_COLOR: '1' },
  })
  return {
    origin: `http://127.0.0.1:${await readPort(child)}`,
    async [Symbol.asyncDispose]() {
      const exited = new Promise((done) => child.once('close', done))
      child.kill('SIGKILL')
      await exited
    },
  }
}

function readPort({ stdout }: ChildProcess): Promise<number> {
  return new Promise((done, fail) => {
    let output = ''
    stdout!.on('data', (bytes) => {
      output += bytes
      const port = /listening on (\d+)/.exec(output)?.[1]
      if (port) done(Number(port))
    })
    stdout!.once('close', () => fail(new Error(`Vite ended without listening: ${output}`)))
  })
}
