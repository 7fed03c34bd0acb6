import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseCurl } from '../../web/src/app/code/parse-curl.test-support.ts'
import { describePage, expectAccessible, openPlayground } from './open-playground.test-support.ts'
import { useStage } from './use-stage.test-support.ts'

/** A prompt with the signs that shells and languages treat specially. */
const prompt = 'What is 6 * 7? It\'s for "$HOME", `id` and C:\\new'

describePage('the code of a screen', () => {
  const stage = useStage()
  // Below the dependencies of the demo, so that the programs find the packages.
  const root = resolve(import.meta.dirname, '../../node_modules')
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(root, '.code-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const env = () => ({ MIRA_BASE_URL: stage.api.url, MIRA_API_KEY: stage.api.apiKey })

  async function runTypeScript(code: string): Promise<string> {
    const file = join(folder, 'program.mjs')
    // Below node_modules, Node strips no types itself.
    await writeFile(file, stripTypeScriptTypes(code))
    const options = ['--conditions=@mira/source', '--disable-warning=ExperimentalWarning', file]
    return (await promisify(execFile)(process.execPath, options, { env: { ...process.env, ...env() } })).stdout
  }

  async function runCurl(code: string): Promise<readonly unknown[]> {
    const answers: unknown[] = []
    for (const { url, method, headers, body } of parseCurl(code, env())) {
      const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) })
      const answer: unknown = await response.json()
      expect([response.status, answer]).toEqual([expect.toSatisfy((status) => status < 300), answer])
      answers.push(answer)
    }
    return answers
  }

  it('sends the prompt and the settings of a chat', async () => {
    await using open = await openPlayground(stage, 'chat')
    const { page } = open
    await page.getByRole('textbox', { name: 'System prompt' }).fill("You're brief.")
    await page.getByRole('textbox', { name: 'Temperature' }).fill('0')
    await page.getByLabel('Write a message').fill(prompt)
    await page.keyboard.press('Enter')
    await page.getByRole('article', { name: 'Mira' }).waitFor()
    await page.getByRole('button', { name: 'Send' }).waitFor()
    const codes = await readCodes(page)
    expect(Object.keys(codes)).toEqual(['TypeScript', 'curl', 'Python', 'AI SDK'])
    expect(codes.Python).toContain('from openai import OpenAI')
    expect(codes['AI SDK']).toContain("model: mira('mira')")
    for (const code of Object.values(codes)) expect(code).toMatch(/emperature.{1,3}0/)
    expect(await runTypeScript(codes.TypeScript!)).toMatch(/\S/)
    const [request] = parseCurl(codes.curl!, env())
    expect(JSON.parse(request!.body!)).toMatchObject({
      temperature: 0,
      messages: [
        { role: 'system', content: "You're brief." },
        { role: 'user', content: prompt },
      ],
    })
    expect(await runCurl(codes.curl!)).toMatchObject([{ choices: [{ finish_reason: expect.any(String) }] }])
    expect(open.complaints).toEqual([])
  })

  it('continues a response', async () => {
    await using open = await openPlayground(stage, 'responses')
    const { page } = open
    await page.getByLabel('Write a message').fill('What is 6 * 7?')
    await page.keyboard.press('Enter')
    await page.getByRole('article', { name: 'Mira' }).getByText('6 * 7 = 42').waitFor()
    await expect.poll(() => page.getByRole('textbox', { name: 'Previous response' }).inputValue()).toMatch(/^resp_/)
    const { TypeScript, curl } = await readCodes(page)
    const output = await runTypeScript(TypeScript!)
    expect(output).toContain('42')
    expect(output).toContain('You asked: “What is 6 * 7?”')
    expect(await runCurl(curl!)).toMatchObject([{ previous_response_id: expect.stringMatching(/^resp_/) }])
  })

  it('searches the texts of the user', async () => {
    await using open = await openPlayground(stage, 'search')
    const { page } = open
    await page.getByRole('textbox', { name: 'Texts, one a line' }).fill("The market fell.\nIt's a sleeping cat.")
    await page.getByRole('textbox', { name: 'Search for' }).fill('a kitten naps')
    const { TypeScript, curl } = await readCodes(page)
    const output = await runTypeScript(TypeScript!)
    expect(output.indexOf('cat')).toBeGreaterThan(0)
    expect(output.indexOf('cat')).toBeLessThan(output.indexOf('market'))
    expect(await runCurl(curl!)).toMatchObject([{ data: [{ index: 0 }, { index: 1 }, { index: 2 }] }])
  })

  it('reads the account and the models, and is accessible', async () => {
    await using open = await openPlayground(stage, 'account')
    const { page } = open
    await page.getByRole('textbox', { name: 'Key name' }).fill("Ada's key")
    const { TypeScript, curl } = await readCodes(page)
    expect(TypeScript).toContain('"Ada\'s key"')
    expect(await runCurl(curl!)).toMatchObject([{}, {}, {}, { name: "Ada's key" }])
    await page.goto(`${open.playground.url}/models`)
    await page.getByRole('heading', { level: 1, name: 'Models' }).waitFor()
    await page.getByRole('button', { name: 'Code' }).click()
    await page.getByRole('tab', { name: 'Python' }).click()
    await page.getByText('client.models.list()').waitFor()
    await expectAccessible(page)
    await page.getByRole('tab', { name: 'curl' }).click()
    const models = await page.getByRole('dialog').locator('.code-view').textContent()
    expect(await runCurl(models!)).toMatchObject([{ object: 'list' }])
  })
})

/** Opens the code of a screen and returns it by the name of its language. */
async function readCodes(page: Page): Promise<Partial<Record<string, string>>> {
  await page.getByRole('button', { name: 'Code' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('tab').first().waitFor()
  const codes: Record<string, string> = {}
  for (const name of await dialog.getByRole('tab').allTextContents()) {
    await dialog.getByRole('tab', { name, exact: true }).click()
    codes[name] = (await dialog.locator('.code-view').textContent()) ?? ''
  }
  await page.keyboard.press('Escape')
  return codes
}
