import { createChatCompletion } from '@mira/chat'
import { createClient } from '@mira/core'
import { startTestServer } from '@mira/test-server'
import { expect, it } from 'vitest'
import { describePage, expectAccessible, openPlayground, toApi } from './open-playground.test-support.ts'
import { useStage } from './use-stage.test-support.ts'

// One kopeck per token, so that a single answer is visible in the chart.
const perMillion = { input_per_million_tokens: 10_000, output_per_million_tokens: 10_000 }
const prices = { models: {}, default: perMillion }

describePage('the account screen', () => {
  const stage = useStage({ prices })

  it('creates a working API key, and revokes it', async () => {
    await using open = await openPlayground(stage, 'account')
    const { page } = open
    await page.getByRole('textbox', { name: 'Key name' }).fill('For a test')
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByText('It is shown only once.').waitFor()
    const key = await page.getByRole('status').locator('code').textContent()
    const use = () => fetch(`${stage.api.url}/v1/billing/balance`, { headers: { authorization: `Bearer ${key}` } })
    expect((await use()).status).toBe(200)
    await expectAccessible(page)
    await page.setViewportSize({ width: 360, height: 740 })
    const revoke = page.getByRole('button', { name: 'Revoke: For a test' })
    // Also on a phone, on which the table is wider than the screen.
    const { x, width } = (await revoke.boundingBox())!
    expect(x + width).toBeLessThanOrEqual(360)
    await revoke.click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await revoke.waitFor({ state: 'detached' })
    expect((await use()).status).toBe(401)
    expect(open.complaints).toEqual([])
  })

  it('names every model in the chart of the spending', async () => {
    const by_model = Array.from({ length: 9 }, (_, index) => ({ model: `model-${index}`, total_kopecks: 100 + index }))
    await using server = await startTestServer({
      'GET /v1/models': { json: { data: [] } },
      'GET /v1/billing/balance': { json: { balance_kopecks: 5, spending: { by_model } } },
      'GET /v1/billing/transactions': { json: { data: [], has_more: false } },
      'GET /v1/api-keys': { json: [] },
      'GET /v1/usage': { json: { month: { total_requests: 1, total_tokens: 1, daily_breakdown: [] } } },
    })
    await using open = await openPlayground({ browser: stage.browser, api: toApi(server) }, 'account')
    const chart = open.page.getByRole('figure', { name: /Spending by model/ })
    for (const { model } of by_model) await chart.getByText(model, { exact: true }).waitFor()
    await expectAccessible(open.page)
  })

  it('shows spending by model, usage by day, and transactions', async () => {
    const messages = [{ role: 'user' as const, content: 'What is 2 + 2?' }]
    await createChatCompletion(createClient({ baseUrl: stage.api.url, apiKey: stage.api.apiKey }), { messages })
    await using open = await openPlayground(stage, 'account')
    const { page } = open
    await page
      .getByRole('figure', { name: /Spending by model/ })
      .locator('.recharts-bar-rectangle')
      .waitFor()
    await page.getByRole('figure', { name: 'Requests by day' }).locator('.recharts-bar-rectangle').first().waitFor()
    const spent = page.getByRole('table', { name: 'Transactions' }).getByRole('row').filter({ hasText: 'mira' })
    await spent
      .first()
      .getByText(/[−-].*\d/)
      .first()
      .waitFor()
    await expectAccessible(page)
    expect(open.traffic()).not.toContain(stage.api.apiKey)
    expect(open.complaints).toEqual([])
  })
})
