import { createGate, startTestServer } from '@mira/test-server'
import { expect, it } from 'vitest'
import { describePage, expectAccessible, openPlayground, toApi } from './open-playground.test-support.ts'
import { useStage } from './use-stage.test-support.ts'

const delta = (content: string) => ({ choices: [{ index: 0, delta: { content } }] })
const end = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }
const chatPath = 'POST /v1/chat/completions'

describePage('the chat screen', () => {
  const stage = useStage({ warmUp: true })

  it('answers, runs functions in the page, and never receives the API key', async () => {
    await using open = await openPlayground(stage, 'chat')
    const { page } = open
    await page.getByRole('button', { name: 'What is 17 % of 2,340?' }).click()
    await page.getByText('397.8').waitFor()
    await page.getByLabel('Write a message').fill('Roll three dice')
    await page.keyboard.press('Enter')
    await page.getByText('Called roll_dice').waitFor()
    await page.getByText(/dice is \d, \d and \d/).waitFor()
    expect(await page.getByRole('article').count()).toBe(4)
    await expectAccessible(page)
    const storage = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]))
    expect(open.traffic()).toContain('/api/mira/v1/chat/completions')
    expect(open.traffic() + storage).not.toContain(stage.api.apiKey)
    expect(open.complaints).toEqual([])
  })

  it('edits a message and requests a new answer', async () => {
    await using open = await openPlayground(stage, 'chat')
    const { page } = open
    await page.getByLabel('Write a message').fill('What is 2 + 2?')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('= 4').waitFor()
    await page.getByRole('button', { name: 'Edit' }).click()
    await page.getByRole('textbox', { name: 'Edit' }).fill('What is 5 + 6?')
    await page.getByRole('button', { name: 'Send again' }).click()
    await page.getByText('= 11').waitFor()
    expect(await page.getByText('= 4').count()).toBe(0)
  })

  it('keeps the text of an interrupted answer, and retries', async () => {
    const shown = createGate()
    await using api = await startTestServer({
      'GET /v1/models': { json: { data: [] } },
      [chatPath]: [
        { sse: [delta('Half of '), delta('an answer'), shown], dropAt: Number.POSITIVE_INFINITY },
        { sse: [delta('All of it'), end, '[DONE]'] },
      ],
    })
    await using open = await openPlayground({ browser: stage.browser, api: toApi(api) }, 'chat')
    const { page } = open
    await page.getByLabel('Write a message').fill('Hi')
    await page.keyboard.press('Enter')
    await page.getByText('Half of an answer').waitFor()
    shown.open()
    await page.getByText('The answer was interrupted').waitFor()
    expect(await page.getByText('Half of an answer').count()).toBe(1)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('All of it').waitFor()
  })

  it('counts down until a retry is allowed, and stops an answer', async () => {
    await using api = await startTestServer({
      'GET /v1/models': { json: { data: [] } },
      [chatPath]: [
        { status: 429, headers: { 'retry-after': '3600' }, json: { detail: 'Rate limit exceeded' } },
        { sse: [delta('Going on and on')], stallAt: Number.POSITIVE_INFINITY },
      ],
    })
    await using open = await openPlayground({ browser: stage.browser, api: toApi(api) }, 'chat')
    const { page } = open
    const message = page.getByLabel('Write a message')
    await message.fill('Hi')
    await page.keyboard.press('Enter')
    const retry = page.getByRole('button', { name: /Try again in 3\d\d\d s/ })
    await retry.waitFor()
    expect(await retry.isDisabled()).toBe(true)
    await message.fill('And now?')
    await page.keyboard.press('Enter')
    await page.getByText('Going on and on').waitFor()
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByText('Stopped').waitFor()
    await api.waitForClose()
  })

  it('renders HTML in an answer as text, and no script URLs', async () => {
    const answer = '<img src=x onerror="alert(1)"> [here](javascript:alert(1)) **bold**'
    await using api = await startTestServer({
      'GET /v1/models': { json: { data: [] } },
      [chatPath]: { sse: [delta(answer), end, '[DONE]'] },
    })
    await using open = await openPlayground({ browser: stage.browser, api: toApi(api) }, 'chat')
    const { page } = open
    await page.getByLabel('Write a message').fill('Hi')
    await page.keyboard.press('Enter')
    await page.locator('strong', { hasText: 'bold' }).waitFor()
    expect(await page.locator('.markdown img').count()).toBe(0)
    expect(await page.locator('.markdown a').getAttribute('href')).not.toContain('javascript')
    expect(open.complaints).toEqual([])
  })
})
