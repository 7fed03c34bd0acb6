import { expect, it } from 'vitest'
import { describePage, expectAccessible, openPlayground } from './open-playground.test-support.ts'
import { useStage } from './use-stage.test-support.ts'

describePage('the images screen', () => {
  const stage = useStage()

  it('generates an image, edits it, and compares both', async () => {
    await using open = await openPlayground(stage, 'images')
    const { page } = open
    await page.getByRole('textbox', { name: 'Prompt' }).fill('a lighthouse by the sea')
    await page.getByRole('combobox', { name: 'Quality' }).click()
    await page.getByRole('option', { name: 'low' }).click()
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByRole('img', { name: /lighthouse/ }).waitFor()
    expect(await page.getByRole('img', { name: /lighthouse/ }).evaluate(widthOf)).toBeGreaterThan(256)

    await page.getByRole('button', { name: 'Edit this image' }).click()
    await page.getByRole('textbox', { name: 'Prompt' }).fill('make it black and white')
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByRole('img', { name: 'Before' }).waitFor()
    const slider = page.getByRole('slider', { name: 'Comparison slider' })
    await slider.press('Home')
    const edited = page.locator('.comparison img:not(.before)')
    expect(await edited.evaluate((image) => image.style.clipPath)).toBe('inset(0px 100% 0px 0px)')
    await expectAccessible(page)
    expect(open.traffic()).not.toContain(stage.api.apiKey)
    expect(open.complaints).toEqual([])
  })
})

const widthOf = (image: HTMLElement | SVGElement) => (image as HTMLImageElement).naturalWidth
