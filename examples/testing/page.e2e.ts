import { miraFixtures } from '@mira/testing/playwright'
import { test as base, expect } from '@playwright/test'
import { startApp } from './app.ts'

const test = base
  .extend(miraFixtures({ fixtures: `${import.meta.dirname}/fixtures`, strict: true }))
  .extend<{ appUrl: string }>({
    appUrl: async ({ mira: _ }, use) => {
      const app = await startApp()
      await use(app.url)
      await app.close()
    },
  })

test('gives advice for a city', async ({ page, appUrl, mira }) => {
  await page.goto(appUrl)
  await page.getByLabel('Question').fill('What is the weather in Paris?')
  await page.getByRole('button', { name: 'Ask' }).click()
  await expect(page.getByRole('status')).toHaveText('Take your sunglasses.')
  expect(await mira.listRequests({ path: '/v1/chat/completions' })).toHaveLength(2)
})

test('says that the service fails', async ({ page, appUrl, mira }) => {
  await mira.addFaults({ fault: { status: 402 } })
  await page.goto(appUrl)
  await page.getByRole('button', { name: 'Ask' }).click()
  await expect(page.getByRole('status')).toHaveText('Try again later.')
})
