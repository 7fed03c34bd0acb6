import { resolve } from 'node:path'
import type { Page } from 'playwright-core'

const shapes = resolve(import.meta.dirname, '../../../examples/node/files/sign.png')

/** Files for the screens. */
export interface Assets {
  /** Path of a WAV recording of a question. */
  readonly recording: string
}

/** A screen, and a function that fills it with content. */
export interface FilledScreen {
  readonly name: string
  fill(page: Page, assets: Assets): Promise<void>
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** All screens, in the order of the navigation. */
export const filledScreens: readonly FilledScreen[] = [
  {
    name: 'chat',
    async fill(page) {
      // Timings of an engine that has been used are typical; each function is described to it only once.
      await ask(page, 'Roll two dice', /dice is \d/)
      await button(page, 'New conversation').click()
      await ask(page, 'What is 17 % of 2,340?', '397.8')
      await ask(page, 'Roll three dice', /dice is \d/)
    },
  },
  {
    name: 'responses',
    async fill(page) {
      await ask(page, 'What is 6 * 7?', '= 42')
      await ask(page, 'What did I ask?', 'You asked')
    },
  },
  {
    name: 'search',
    async fill(page) {
      await button(page, 'Search').click()
      await page.getByRole('img', { name: 'Map of the vectors' }).waitFor()
    },
  },
  {
    name: 'images',
    async fill(page) {
      await page.getByRole('textbox', { name: 'Prompt' }).fill('a lighthouse by the sea at sunset')
      await page.getByRole('combobox', { name: 'Size' }).click()
      await page.getByRole('option', { name: '1536x1024' }).click()
      await button(page, 'Start').click()
      await page.getByRole('img', { name: /lighthouse/ }).waitFor()
    },
  },
  {
    name: 'voice',
    async fill(page, { recording }) {
      await button(page, 'Speak').click()
      await page.getByText(/first audio after/).waitFor()
      await page.locator('input[type=file]').setInputFiles(recording)
      await page.getByTestId('transcript').waitFor()
    },
  },
  {
    name: 'call',
    async fill(page) {
      await button(page, 'Call').click()
      await page.getByRole('article', { name: 'Mira' }).getByText('= 42').first().waitFor()
      await button(page, 'Mute').click()
    },
  },
  {
    name: 'studio',
    async fill(page) {
      await order(page, 'a calm tune for the evening', 5)
      await page.getByText('done').waitFor()
      await order(page, 'an epic march', 120)
      await page.getByText('running').waitFor()
    },
  },
  {
    name: 'vision',
    async fill(page) {
      await page.locator('input[type=file]').setInputFiles(shapes)
      await page.getByRole('textbox', { name: 'Object to find' }).fill('the blue rectangle')
      await button(page, 'Find').click()
      await page.getByText(/match|was not found in this image/).waitFor()
      await page.getByRole('textbox', { name: 'Question about the image' }).fill('Where is the red circle?')
      await button(page, 'Ask').click()
      await page.getByRole('status').getByText('Answer').waitFor()
    },
  },
  {
    name: 'models',
    async fill(page) {
      await page.getByRole('region', { name: 'Chat', exact: true }).waitFor()
    },
  },
  {
    name: 'account',
    async fill(page) {
      await page.getByRole('textbox', { name: 'Key name' }).fill('For my shop')
      await button(page, 'Create').click()
      await button(page, 'Revoke: For my shop').waitFor()
      await page.reload()
      await page.locator('.recharts-bar-rectangle').first().waitFor({ state: 'attached' })
    },
  },
]

async function ask(page: Page, question: string, answer: string | RegExp): Promise<void> {
  await page.getByLabel('Write a message').fill(question)
  await page.keyboard.press('Enter')
  await page.getByText(answer).last().waitFor()
  await button(page, 'Send').waitFor()
}

async function order(page: Page, prompt: string, seconds: number): Promise<void> {
  await page.getByRole('textbox', { name: 'Prompt' }).fill(prompt)
  await page.getByRole('textbox', { name: 'Seconds' }).fill(String(seconds))
  await button(page, 'Start').click()
  await page.getByRole('article', { name: prompt }).waitFor()
}
