import { expect, it } from 'vitest'
import { describePage, expectAccessible, openPlayground } from './open-playground.test-support.ts'
import { useStage } from './use-stage.test-support.ts'

describePage('the image studio', () => {
  const stage = useStage()

  it('makes a picture, edits it, and shows what it was', async () => {
    await using open = await openPlayground(stage.browser, stage.api, 'images')
    const { page } = open
    await page.getByRole('textbox', { name: 'Prompt' }).fill('a lighthouse by the sea')
    await page.getByRole('combobox', { name: 'Quality' }).click()
    await page.getByRole('option', { name: 'low' }).click()
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByRole('img', { name: /lighthouse/ }).waitFor()
    expect(await page.getByRole('img', { name: /lighthouse/ }).evaluate(widthOf)).toBeGreaterThan(256)

    await page.getByRole('button', { name: 'Edit this one' }).click()
    await page.getByRole('textbox', { name: 'Prompt' }).fill('make it black and white')
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByRole('img', { name: 'Before' }).waitFor()
    const share = page.getByRole('slider', { name: 'Share of the edited picture shown' })
    await share.press('Home')
    const edited = page.locator('.compared img:not(.before)')
    expect(await edited.evaluate((picture) => picture.style.clipPath)).toBe('inset(0px 100% 0px 0px)')
    await expectAccessible(page)
    expect(open.traffic()).not.toContain(stage.api.apiKey)
    expect(open.complaints).toEqual([])
  })
})

const widthOf = (picture: HTMLElement | SVGElement) => (picture as HTMLImageElement).naturalWidth
