import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describePage, expectAccessible, openPlayground } from './open-playground.test-support.ts'
import { useStage } from './use-stage.test-support.ts'

describePage('the music and video screen', () => {
  const stage = useStage()

  it('resumes a music job after a reload, and plays the result', async () => {
    await using open = await openPlayground(stage, 'studio')
    const { page } = open
    await order(page, 'a calm tune', 3)
    await page.reload()
    const song = page.getByRole('article', { name: 'a calm tune' })
    await song.getByText('done').waitFor()
    await song.getByRole('button', { name: 'Play' }).waitFor()
    expect(await song.getByRole('link', { name: 'Save' }).getAttribute('download')).toBe('song.mp3')
    await expectAccessible(page)
    await song.getByRole('button', { name: /Remove from the list/ }).click()
    await page.getByText('No jobs yet.').waitFor()
    expect(open.complaints).toEqual([])
  })

  it('cancels a music job', async () => {
    await using open = await openPlayground(stage, 'studio')
    const { page } = open
    await order(page, 'an endless tune', 240)
    const song = page.getByRole('article', { name: 'an endless tune' })
    await song.getByRole('button', { name: 'Cancel' }).click()
    await song.getByText('canceled').waitFor()
    expect(open.traffic()).not.toContain(stage.api.apiKey)
    expect(open.complaints).toEqual([])
  })

  it('shows the fields of a video', async () => {
    await using open = await openPlayground(stage, 'studio')
    const { page } = open
    await page.getByText('Video', { exact: true }).click()
    await page.getByRole('combobox', { name: 'Aspect ratio' }).waitFor()
    expect(await page.getByRole('button', { name: 'Start' }).isDisabled()).toBe(true)
    await expectAccessible(page)
  })
})

async function order(page: Page, prompt: string, seconds: number): Promise<void> {
  await page.getByRole('textbox', { name: 'Prompt' }).fill(prompt)
  await page.getByRole('textbox', { name: 'Seconds' }).fill(String(seconds))
  await page.getByRole('button', { name: 'Start' }).click()
  await page.getByRole('article', { name: prompt }).waitFor()
}
