import type { Locator, Page } from 'playwright-core'
import { untilAbandoned } from './check-route.ts'
import type { PausingEngine } from './pausing-engine.ts'

/** A page in a browser, and the engine that answers it. */
export interface Visit {
  readonly page: Page
  readonly engine: PausingEngine
}

/** Whether the page shows an answer while it is written, and then the whole of it. */
export async function checkAnswer({ page, engine }: Visit): Promise<string[]> {
  const [{ goOn }] = await Promise.all([engine.pauseNext(), ask(page, 'What is 12 % of 250?')])
  const beginning = await readAnswer(page)
  goOn()
  await button(page, 'Ask').waitFor()
  const whole = await readAnswer(page)
  return whole.endsWith('30') && whole.length > beginning.length ? [] : [`first "${beginning}", then "${whole}"`]
}

/** Whether an answer can be stopped: its beginning stays, the API hears of it, and nothing is said to be wrong. */
export async function checkStop({ page, engine }: Visit): Promise<string[]> {
  const [answer] = await Promise.all([engine.pauseNext(), ask(page, 'Count from 1 to 20')])
  const beginning = await readAnswer(page)
  await button(page, 'Stop').click()
  await untilAbandoned(answer.signal)
  await button(page, 'Ask').waitFor()
  const rest = await readAnswer(page)
  return [
    ...(rest === beginning ? [] : [`"${beginning}" became "${rest}"`]),
    ...((await alert(page).count()) === 0 ? [] : [`it says ${await alert(page).textContent()}`]),
  ]
}

/** Whether the page says what the API refused, and can then be asked again. */
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

/** What there is of the last answer, once there is any of it. */
async function readAnswer(page: Page): Promise<string> {
  const answer = page.getByRole('article').last().getByRole('paragraph').filter({ hasText: /\S/ })
  return (await answer.textContent()) ?? ''
}

const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true })

/** Next.js keeps an alert of its own, outside of what the page shows. */
const alert = (page: Page): Locator => page.getByRole('main').getByRole('alert')
