import { expect, it } from 'vitest'
import { describePage, expectAccessible, openPlayground } from './open-playground.test-support.ts'
import { useStage } from './use-stage.test-support.ts'

/** Bodies of the requests of responses, in their order. */
const bodies = (traffic: string) =>
  traffic
    .split('\n')
    .filter((line) => line.startsWith('{') && line.includes('"store":true') && line.includes('"input":'))
    .map((line) => JSON.parse(line) as { readonly input: string; readonly previous_response_id?: string })

describePage('what the server keeps and compares', () => {
  const stage = useStage()

  it('is a conversation: each message continues the response before', async () => {
    await using open = await openPlayground(stage, 'responses')
    const { page } = open
    const message = page.getByLabel('Write a message')
    const previous = page.getByRole('textbox', { name: 'Previous response' })
    await message.fill('What is 6 * 7?')
    await page.keyboard.press('Enter')
    await page.getByRole('article', { name: 'Mira' }).getByText('6 * 7 = 42').waitFor()
    await expect.poll(() => previous.inputValue()).toMatch(/^resp_/)
    const first = await previous.inputValue()
    await message.fill('What is 5 + 6?')
    await page.keyboard.press('Enter')
    await page.getByRole('article', { name: 'Mira' }).last().getByText('5 + 6 = 11').waitFor()
    await expect.poll(() => previous.inputValue()).not.toBe(first)
    expect(await page.getByRole('article').count()).toBe(4)
    expect(bodies(open.traffic()).map(({ input, previous_response_id }) => [input, previous_response_id])).toEqual([
      ['What is 6 * 7?', undefined],
      ['What is 5 + 6?', first],
    ])
    await page.getByRole('button', { name: 'Regenerate' }).click()
    await expect.poll(() => bodies(open.traffic()).at(2)?.previous_response_id).toBe(first)
    await page.getByRole('button', { name: 'Send' }).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'New conversation' }).click()
    expect([await page.getByRole('article').count(), await previous.inputValue()]).toEqual([0, ''])
    expect(open.complaints).toEqual([])
  })

  it('is a search: the texts nearest to the query come first, and are on the map', async () => {
    await using open = await openPlayground(stage, 'search')
    const { page } = open
    await page
      .getByRole('textbox', { name: 'Texts, one a line' })
      .fill('The stock market fell.\nA cat sleeps.\n\nA cat sleeps.')
    await page.getByText('2 of at most 200').waitFor()
    await page.getByRole('textbox', { name: 'Search for' }).fill('a kitten naps')
    await page.keyboard.press('Enter')
    const results = page.getByRole('list', { name: 'Results, most similar first' }).getByRole('listitem')
    await results.first().waitFor()
    expect(await results.allTextContents()).toEqual([
      expect.stringContaining('A cat sleeps.'),
      expect.stringContaining('The stock market fell.'),
    ])
    const map = page.getByRole('img', { name: 'Map of the vectors' })
    expect(await map.locator('circle').count()).toBe(2)
    await page
      .getByRole('status')
      .getByText(/\d+ dimensions/)
      .waitFor()
    await expectAccessible(page)
    expect(open.complaints).toEqual([])
  })
})
