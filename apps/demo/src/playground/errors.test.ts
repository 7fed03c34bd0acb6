import { startTestServer } from '@mira/test-server'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describePage, launchBrowser, openPlayground, toApi } from './open-playground.test-support.ts'

const models = { 'GET /v1/models': { json: { data: [] } } }

describePage('errors on the screens', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  it('links to the account when the balance is used up', async () => {
    await using server = await startTestServer({
      ...models,
      'POST /v1/images/generate': {
        status: 402,
        headers: { 'x-request-id': 'req_balance' },
        json: { detail: 'Insufficient balance' },
      },
    })
    await using open = await openPlayground({ browser, api: toApi(server) }, 'images')
    const { page } = open
    await page.getByRole('textbox', { name: 'Prompt' }).fill('a fox')
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByText('The balance is used up.').waitFor()
    await page.getByText('req_balance', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'Open the account' }).click()
    await page.getByRole('heading', { level: 1, name: 'Account' }).waitFor()
  })

  it('allows a retry only after the delay that the server requests', async () => {
    await using server = await startTestServer({
      ...models,
      'POST /v1/audio/music': {
        status: 429,
        headers: { 'retry-after': '3600' },
        json: { detail: 'Rate limit exceeded' },
      },
    })
    await using open = await openPlayground({ browser, api: toApi(server) }, 'studio')
    const { page } = open
    await page.getByRole('textbox', { name: 'Prompt' }).fill('a song')
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByText('Too many requests').waitFor()
    const retry = page.getByRole('button', { name: /Try again in 3\d\d\d s/ })
    expect(await retry.isDisabled()).toBe(true)
  })

  it('transcribes a file again after an error', async () => {
    await using server = await startTestServer({
      ...models,
      'GET /v1/audio/voices': { json: { data: [] } },
      'POST /v1/audio/transcribe': [
        { status: 402, json: { detail: 'Insufficient balance' } },
        { json: { text: 'Good evening.', duration: 1, words: [], segments: [] } },
      ],
    })
    await using open = await openPlayground({ browser, api: toApi(server) }, 'voice')
    const { page } = open
    const file = { name: 'hello.wav', mimeType: 'audio/wav', buffer: Buffer.from('RIFF') }
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByText('The balance is used up.').waitFor()
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByTestId('transcript').getByText('Good evening.', { exact: true }).waitFor()
    expect(server.requests.filter(({ method }) => method === 'POST')).toHaveLength(2)
  })

  it('shows why a call is not possible', async () => {
    await using server = await startTestServer({
      ...models,
      'GET /v1/realtime/preflight': { status: 402, json: { detail: 'Insufficient balance' } },
    })
    await using open = await openPlayground({ browser, api: toApi(server) }, 'call')
    await open.page.getByText('The balance is used up.').waitFor()
  })
})
