import { startTestServer } from '@mira/test-server'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describePage, expectAccessible, launchBrowser, openPlayground, toApi } from './open-playground.test-support.ts'

const commit = 'c0ffee'.padEnd(40, '0')
const origin = { source: 'hf:owner/minilm:q8', revision: commit, sha256: 'ab'.repeat(32), license: 'apache-2.0' }
const embeddings = { name: 'transformers-embeddings', kind: 'neural', description: 'The embedding model minilm.' }
const others = Object.fromEntries(
  ['images', 'vision', 'speech', 'transcription', 'music', 'video', 'moderation'].map((name) => [
    name,
    { state: 'idle' },
  ]),
)
const health = (chat: object) => ({
  json: {
    engines: {
      chat,
      embeddings: { state: 'ready', name: embeddings.name, kind: embeddings.kind },
      ...others,
      imageModeration: { state: 'absent', hint: 'install @mira/engine-vision' },
    },
  },
})

describePage('the models screen', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  it('shows engines, origins and the progress of a download, and gives the commands to change a model', async () => {
    let chat: object = { state: 'downloading', download: { done: 250_000_000, total: 1_000_000_000 } }
    await using server = await startTestServer({
      'GET /health': () => health(chat),
      'GET /v1/models': { json: { object: 'list', data: [{ id: 'minilm', engine: { ...embeddings, ...origin } }] } },
    })
    await using open = await openPlayground({ browser, api: toApi(server) }, 'models')
    const { page } = open
    const card = (name: string) => page.getByRole('region', { name, exact: true })
    await card('Chat').getByText('250 of 1,000 MB').waitFor()
    expect(await card('Chat').getByRole('progressbar').getAttribute('aria-valuenow')).toBe('25')
    for (const text of ['ready', 'transformers-embeddings · neural', ...Object.values(origin)])
      await card('Embeddings').getByText(text, { exact: true }).waitFor()
    await card('Image moderation').getByText('install @mira/engine-vision').waitFor()
    await expectAccessible(page)
    chat = { state: 'failed' }
    await card('Chat').getByText('failed').waitFor()

    const commands = page.getByRole('region', { name: 'Commands' })
    expect(await commands.textContent()).toBe('mira-server pull smollm2-135m\nmira-server --engine chat=smollm2-135m')
    await page.getByText('A page cannot download or replace models').waitFor()
    await page.getByRole('combobox', { name: 'Capability' }).click()
    await page.getByRole('option', { name: 'Vision' }).click()
    const source = page.getByRole('combobox', { name: 'Source' })
    await source.fill('hf:owner/owlv2')
    expect(await commands.textContent()).toBe(
      'mira-server pull hf:owner/owlv2\nmira-server --engine vision=hf:owner/owlv2',
    )
    await source.fill('a; b')
    await page.getByText('A source has no spaces or quotes').waitFor()
    expect(await commands.count()).toBe(0)
    expect(open.complaints).toEqual([])
  })
})
