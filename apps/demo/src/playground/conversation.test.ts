import { createGate, startTestServer } from '@mira/test-server'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describePage, expectAccessible, launchBrowser, openPlayground, toApi } from './open-playground.test-support.ts'

const models = {
  'GET /v1/models': {
    json: {
      data: [
        { id: 'mira', max_output_tokens: 512 },
        { id: 'other-model', max_output_tokens: 512 },
        { id: 'mira-image', max_output_tokens: 0 },
      ],
    },
  },
}
const delta = (content: string) => ({ choices: [{ index: 0, delta: { content } }] })
const end = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }
const says = (...texts: string[]) => ({ sse: [...texts.map(delta), end, '[DONE]'] })
const phone = { viewport: { width: 360, height: 740 } }

async function send(page: Page, text: string): Promise<void> {
  await page.getByLabel('Write a message').fill(text)
  await page.keyboard.press('Enter')
}

/** Lower edge of an element, relative to that of the window, in pixels. */
const belowWindow = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => element.getBoundingClientRect().bottom - innerHeight)

describePage('a conversation', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  it('sends the system prompt, the settings and the schema', async () => {
    await using api = await startTestServer({ ...models, 'POST /v1/chat/completions': says('{}') })
    await using open = await openPlayground({ browser, api: toApi(api) }, 'chat')
    const { page } = open
    await page.getByRole('combobox', { name: 'Model' }).click()
    expect(await page.getByRole('option').allTextContents()).toEqual(['mira', 'other-model'])
    await page.getByRole('option', { name: 'other-model' }).click()
    await page.getByRole('textbox', { name: 'System prompt' }).fill('Be brief.')
    await page.getByRole('textbox', { name: 'Temperature' }).fill('0.2')
    await page.getByRole('textbox', { name: 'Max tokens' }).fill('64')
    await page.getByText('Schema', { exact: true }).click()
    const schema = page.getByRole('textbox', { name: 'JSON schema' })
    await schema.fill('[1]')
    await page.getByText('This is not a JSON object').waitFor()
    await expectAccessible(page)
    await schema.fill('{ "type": "object", "properties": { "sum": { "type": "number" } } }')
    await page.getByRole('switch', { name: 'Functions' }).click()
    await send(page, 'Add 1 and 2')
    await page.getByRole('article', { name: 'Mira' }).waitFor()
    await page.getByRole('button', { name: 'Send' }).waitFor()
    const body = api.requests.find(({ method }) => method === 'POST')!.json()
    expect(body).toMatchObject({
      model: 'other-model',
      temperature: 0.2,
      max_tokens: 64,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Add 1 and 2' },
      ],
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'answer', schema: { properties: { sum: { type: 'number' } } } },
      },
    })
    expect(body).not.toHaveProperty('tools')
    expect(open.complaints).toEqual([])
  })

  it('keeps its input at the lower edge of the window, and the end of an answer above it', async () => {
    const isShown = createGate()
    const lines = Array.from({ length: 60 }, (_, index) => `Line ${index}\n\n`)
    await using api = await startTestServer({
      ...models,
      'POST /v1/chat/completions': {
        sse: [delta('First'), isShown, ...lines.map(delta), delta('The end'), end, '[DONE]'],
      },
    })
    await using open = await openPlayground({ browser, api: toApi(api) }, 'chat', phone)
    const { page } = open
    await page.getByRole('button', { name: 'What is 17 % of 2,340?' }).waitFor()
    expect(Math.abs(await belowWindow(page, '.composer'))).toBeLessThan(40)
    await send(page, 'Count')
    await page.getByText('First').waitFor()
    const since = await nextFrame(page)
    isShown.open()
    await page.getByText('The end').waitFor()
    await page.getByRole('button', { name: 'Regenerate' }).waitFor()
    await expect.poll(() => overlap(page)).toBeLessThanOrEqual(0)
    expect(Math.abs(await belowWindow(page, '.composer'))).toBeLessThan(40)
    // Nothing above the end of the answer has moved by itself while it grew, other than with the page.
    expect(await layoutShift(page, since)).toBeLessThan(0.01)
  })

  it('shows the answer to an image above the input, without a sideways scroll', async () => {
    await using api = await startTestServer({ ...models, 'POST /v1/chat/completions': says('A red circle.') })
    await using open = await openPlayground({ browser, api: toApi(api) }, 'chat', phone)
    const { page } = open
    await page.locator('input[type=file]').setInputFiles([
      { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('No image') },
      { name: 'dot.png', mimeType: 'image/png', buffer: onePixel },
    ])
    await page.getByRole('alert').getByText('notes.txt is not an image.').waitFor()
    await page.getByRole('img', { name: 'Image 1' }).waitFor()
    await expectAccessible(page)
    await send(page, `What is this? ${'wide'.repeat(40)}`)
    await page.getByText('A red circle.').waitFor()
    await page.getByRole('button', { name: 'Regenerate' }).waitFor()
    await expect.poll(() => overlap(page)).toBeLessThanOrEqual(0)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    const { messages } = api.requests.find(({ method }) => method === 'POST')!.json() as { messages: object[] }
    expect(messages).toMatchObject([{ content: [{ type: 'text' }, { type: 'image_url' }] }])
  })

  it('shows why a request is refused once, and offers no retry that cannot help', async () => {
    await using api = await startTestServer({
      ...models,
      'POST /v1/chat/completions': {
        status: 400,
        headers: { 'x-request-id': 'req_refused' },
        json: {
          detail: 'This content is not allowed',
          error: { code: 'content_blocked', message: 'This content is not allowed' },
        },
      },
    })
    await using open = await openPlayground({ browser, api: toApi(api) }, 'chat')
    const { page } = open
    await send(page, 'Something bad')
    const alert = page.getByRole('alert')
    await alert.waitFor()
    const text = (await alert.textContent()) ?? ''
    expect(text).toContain('This content is not allowed')
    expect(text.split('req_refused')).toHaveLength(2)
    expect(text).not.toContain('chat.create')
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0)
    await expectAccessible(page)
  })

  it('closes unfinished Markdown while an answer streams', async () => {
    const isShown = createGate()
    await using api = await startTestServer({
      ...models,
      'POST /v1/chat/completions': { sse: [delta('It is **very impor'), isShown, delta('tant**.'), end, '[DONE]'] },
    })
    await using open = await openPlayground({ browser, api: toApi(api) }, 'chat')
    const { page } = open
    await send(page, 'Hi')
    await page.locator('strong', { hasText: 'very impor' }).waitFor()
    expect(await page.locator('.markdown').textContent()).not.toContain('*')
    isShown.open()
    await page.locator('strong', { hasText: 'very important' }).waitFor()
  })
})

/** Entry of a `PerformanceObserver` for `layout-shift`. */
interface Shift {
  readonly value: number
  /** In milliseconds of `performance.now`. */
  readonly startTime: number
  readonly sources: readonly { readonly node: Node | null }[]
}

/**
 * Cumulative layout shift of the page (https://web.dev/articles/cls), without that of the line below an answer, which a
 * growing answer pushes down. Shifts soon after an input count too: how soon depends on the machine.
 */
function layoutShift(page: Page, since: number): Promise<number> {
  return page.evaluate(
    (since) =>
      new Promise<number>((resolve) => {
        const isBelowAnswer = (node: Node | null) =>
          node instanceof Element && node.matches('article > * > :last-child')
        const observer = new PerformanceObserver((list) => {
          const shifts = list.getEntries() as unknown as readonly Shift[]
          const unexpected = shifts.filter(
            ({ startTime, sources }) => startTime > since && !sources.every(({ node }) => isBelowAnswer(node)),
          )
          resolve(unexpected.reduce((sum, { value }) => sum + value, 0))
        })
        observer.observe({ type: 'layout-shift', buffered: true })
        // Without any shift, there is no entry.
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(0)))
      }),
    since,
  )
}

/** Waits until what the page shows has been painted, and returns the time then: its own shifts are those of an earlier frame. */
function nextFrame(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now()))),
      ),
  )
}

/** Number of pixels by which the input covers the last answer or question. */
function overlap(page: Page): Promise<number> {
  return page.evaluate(() => {
    const [composer, last] = [document.querySelector('.composer')!, [...document.querySelectorAll('article')].at(-1)!]
    return last.getBoundingClientRect().bottom - composer.getBoundingClientRect().top
  })
}

const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
