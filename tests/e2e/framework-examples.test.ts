import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chat } from '@mira/chat'
import { createClient } from '@mira/core'
import { type RunningServer, startServer } from '@mira/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserIsMissing, launchBrowser } from './lib/browser-page.ts'
import { frameworkNames, startFramework, whyMissing } from './lib/framework-hosts.ts'
import { createSpoken, toWav } from './lib/spoken.ts'

const messages = [{ role: 'user', content: 'What is 12 % of 250?' }]

let server: RunningServer & { readonly apiKey: string }
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

describe('the example of', () => {
  it.for(frameworkNames)('%s streams a chat to whoever has a session, and keeps the key', async (name, { skip }) => {
    const missing = whyMissing(name)
    if (missing) return skip(missing)
    await using host = await startFramework(name, server)
    const baseUrl = `${host.origin}/api/mira`
    const headers = { cookie: 'session=ada' }

    const page = createClient({ baseUrl, headers }).extend(chat)
    expect(await page.chat.stream({ messages }).text()).toContain('30')

    const url = `${baseUrl}/v1/chat/completions`
    const init = { method: 'POST', body: JSON.stringify({ model: 'mira', messages, stream: true }) }
    const json = { 'content-type': 'application/json' }
    const answer = await fetch(url, { ...init, headers: { ...headers, ...json } })
    expect(answer.headers.get('content-type')).toContain('text/event-stream')
    expect(`${await answer.text()}${JSON.stringify([...answer.headers])}`).not.toContain('sk-mira-')
    if (!['next', 'vite'].includes(name)) expect((await fetch(url, { ...init, headers: json })).status).toBe(401)
  })

  it.skipIf(browserIsMissing)('vite is a page that asks, and shows the answer as it comes', async () => {
    await using host = await startFramework('vite', server)
    await using browser = await launchBrowser('')
    const page = await browser.newPage()
    await page.goto(host.origin)
    await page.getByRole('button', { name: 'Ask' }).click()
    await page.getByRole('status').filter({ hasText: '30' }).waitFor()
  })

  it.skipIf(browserIsMissing)('vite is a page that listens, and answers', { timeout: 90_000, retry: 2 }, async () => {
    await using spoken = createSpoken()
    await using host = await startFramework('vite', server)
    const folder = await mkdtemp(join(tmpdir(), 'mira-talk-'))
    const recording = join(folder, 'question.wav')
    await writeFile(recording, toWav(await spoken.say('What is six times seven?', 48_000), 48_000))
    await using browser = await launchBrowser(recording)
    const page = await (await browser.newContext({ permissions: ['microphone'] })).newPage()
    await page.goto(`${host.origin}/talk.html`)
    await page.getByRole('button', { name: 'Talk' }).click()
    // How well it is understood is for others to prove: here the sound went out, and an answer came back.
    const texts = () => page.getByRole('listitem').allTextContents()
    const said = [expect.stringMatching(/^What is/), expect.stringMatching(/\w/)]
    await expect.poll(texts, { timeout: 60_000 }).toEqual(said)
    await rm(folder, { recursive: true })
  })
})
