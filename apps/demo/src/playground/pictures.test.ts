import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { describePage, expectAccessible, openPlayground } from './open-playground.test-support.ts'
import { useStage } from './use-stage.test-support.ts'

describePage('pictures', () => {
  const stage = useStage()

  describe('the images screen', () => {
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
      const edited = page.locator('.comparison img:not(.before)')
      // In the middle, so that both images are visible.
      expect(await edited.evaluate((image) => image.style.clipPath)).toBe('inset(0px 50% 0px 0px)')
      await slider.press('Home')
      expect(await edited.evaluate((image) => image.style.clipPath)).toBe('inset(0px 100% 0px 0px)')
      await expectAccessible(page)
      await page.getByRole('navigation').getByRole('link', { name: 'Vision' }).click()
      await page.getByRole('heading', { level: 1, name: 'Vision' }).waitFor()
      await page.getByRole('navigation').getByRole('link', { name: 'Images' }).click()
      const earlier = page.getByRole('region', { name: 'Earlier images' }).getByRole('button')
      await earlier.nth(1).waitFor()
      expect(await earlier.count()).toBe(2)
      await earlier.nth(1).click()
      await page
        .getByRole('group', { name: 'Generated images' })
        .getByRole('img', { name: /lighthouse/ })
        .waitFor()
      expect(await earlier.count()).toBe(1)
      await expectAccessible(page)
      expect(open.traffic()).not.toContain(stage.api.apiKey)
      expect(open.complaints).toEqual([])
    })
  })

  describe('the vision screen', () => {
    it('says why a file is refused, and has images to try', async () => {
      await using open = await openPlayground(stage, 'vision')
      const { page } = open
      const files = page.locator('input[type=file]')
      await files.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('No image') })
      await page.getByRole('alert').getByText('notes.txt is not an image.').waitFor()
      await expectAccessible(page)
      await page.getByRole('button', { name: 'Colored shapes' }).click()
      await page.getByRole('img', { name: 'Image with located objects' }).waitFor()
      await files.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: await drawShapes(page) })
      await page.getByRole('alert').waitFor({ state: 'detached' })
      expect(open.complaints).toEqual([])
    })

    it('outlines located objects, reports missing ones, and answers questions', async () => {
      await using open = await openPlayground(stage, 'vision')
      const { page } = open
      const file = { name: 'shapes.png', mimeType: 'image/png', buffer: await drawShapes(page) }
      await page.locator('input[type=file]').setInputFiles(file)
      const target = page.getByRole('textbox', { name: 'Object to find' })
      await target.fill('the blue rectangle')
      await page.getByRole('button', { name: 'Find' }).click()
      await page.getByText('1 match').waitFor()
      const box = page.locator('rect.box')
      expect(Number(await box.getAttribute('x'))).toBeCloseTo(0.625, 1)
      expect(Number(await box.getAttribute('width'))).toBeCloseTo(0.25, 1)

      await target.fill('a dog')
      await page.getByRole('button', { name: 'Find' }).click()
      await page.getByText('“a dog” was not found in this image.').waitFor()
      expect(await box.count()).toBe(0)

      await page.getByRole('textbox', { name: 'Question about the image' }).fill('Is there a dog?')
      await page.getByRole('button', { name: 'Ask' }).click()
      await page.getByText(/^No/).waitFor()
      await expectAccessible(page)
      expect(open.traffic()).not.toContain(stage.api.apiKey)
      expect(open.complaints).toEqual([])
    })
  })
})

const widthOf = (image: HTMLElement | SVGElement) => (image as HTMLImageElement).naturalWidth

/** A red circle on the left and a blue rectangle on the right. */
async function drawShapes(page: Page): Promise<Buffer> {
  const url = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 400, height: 300 })
    const pen = canvas.getContext('2d')!
    pen.fillStyle = 'white'
    pen.fillRect(0, 0, 400, 300)
    pen.fillStyle = 'blue'
    pen.fillRect(250, 100, 100, 80)
    pen.fillStyle = 'red'
    pen.arc(100, 150, 50, 0, 2 * Math.PI)
    pen.fill()
    return canvas.toDataURL('image/png')
  })
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
}
