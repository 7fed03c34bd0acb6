import type { Locator, Page } from 'playwright-core'
import { untilAbandoned } from './check-route.ts'
import type { PausingEngine } from './pausing-engine.ts'

/** A page in a browser, and the engine that answers it. */
export interface Visit {
  readonly page: Page
  readonly engine: PausingEngine
}

/** Checks that the page shows its first answer while it is streamed, and then completely. */
export async function checkAnswer({ page, engine }: Visit): Promise<string[]> {
  const [{ goOn }] = await Promise.all([engine.pauseNext(), ask(page, 'What is 12 % of 250?')])
  const beginning = await readAnswer(page, 1)
  goOn()
  await button(page, 'Ask').waitFor()
  const whole = await readAnswer(page, 1)
  return whole.endsWith('30') && whole.length > beginning.length ? [] : [`first "${beginning}", then "${whole}"`]
}

/** Checks that the second answer can be stopped: the partial text stays, the API is notified, and no error is shown. */
export async function checkStop({ page, engine }: Visit): Promise<string[]> {
  const [answer] = await Promise.all([engine.pauseNext(), ask(page, 'Count from 1 to 20')])
  const beginning = await readAnswer(page, 2)
  await button(page, 'Stop').click()
  await untilAbandoned(answer.signal)
  await button(page, 'Ask').waitFor()
  const rest = await readAnswer(page, 2)
  return [
    ...(rest === beginning ? [] : [`"${beginning}" became "${rest}"`]),
    ...((await alert(page).count()) === 0 ? [] : [`it says ${await alert(page).textContent()}`]),
  ]
}

/** Checks that the page shows an API error and can then be used again. */
export async function checkError({ page }: Visit, detail: string): Promise<string[]> {
  await ask(page, 'Are you there?')
  await alert(page).filter({ hasText: detail }).waitFor()
  await button(page, 'Ask').waitFor()
  return []
}

async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Question' }).fill(question)
  await button(page, 'Ask').click()
}

/** Waits for text in an answer of the conversation and returns it. */
async function readAnswer(page: Page, number: number): Promise<string> {
  const article = page.getByRole('article').nth(number - 1)
  const answer = article.getByRole('paragraph').filter({ hasText: /\S/ })
  return (await answer.textContent()) ?? ''
}

const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true })

/** Next.js has its own alert element, outside of the page's main content. */
const alert = (page: Page): Locator => page.getByRole('main').getByRole('alert')
