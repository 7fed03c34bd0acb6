// Opens the page with an import map in Chromium. The packed packages take the place of the CDN: what the page requests from
// it is answered from their files, with the headers of a CDN. The packages must be built.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startServer } from '@mira/server'
import { browserIsMissing, launchBrowser } from '@mira/tests-e2e/lib/browser-page.ts'
import { pack } from '@mira/tests-pack/lib/pack.ts'
import { Verdicts } from '@mira/tests-size/verdicts'
import type { Page } from 'playwright-core'
import { createPausingEngine } from './lib/pausing-engine.ts'
import { startProxy } from './lib/start-proxy.ts'

const workspace = resolve(import.meta.dirname, '../..')
const html = readFileSync(join(workspace, 'examples/frameworks/cdn/index.html'), 'utf8')
const guide = readFileSync(join(workspace, 'docs/site/guide/cdn.md'), 'utf8')
const cdn = 'https://cdn.jsdelivr.net/npm/'
const names = ['core', 'chat', 'media', 'realtime', 'jobs', 'account', 'meter', 'traffic', 'batch']

const verdicts = new Verdicts()
const folder = mkdtempSync(join(tmpdir(), 'mira-cdn-'))
try {
  verdicts.note('the page of the guide is the example', guide.includes(html) ? [] : ['docs/site/guide/cdn.md differs'])
  if (browserIsMissing === undefined) await visit()
  else console.log(`The page is not tried: ${browserIsMissing}`)
} finally {
  rmSync(folder, { recursive: true })
}
verdicts.report()

async function visit(): Promise<void> {
  const sources = names.map((name) => join(workspace, 'packages', name))
  const packages = new Map(pack(sources, folder).map((packed) => [packed.manifest.name, packed.folder]))
  const engine = createPausingEngine()
  await using server = await startServer({ engines: { chat: engine } })
  await using site = await startProxy(server, ({ url }, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(url === '/all' ? allPackages() : html)
  })
  await using browser = await launchBrowser()
  const page = await browser.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  const requested = await serveCdn(page, packages)

  await page.goto(site.origin)
  await page.getByRole('textbox', { name: 'Question' }).fill('What is 12 % of 250?')
  const [{ goOn }] = await Promise.all([engine.pauseNext(), page.getByRole('button', { name: 'Ask' }).click()])
  const answer = page.getByRole('status')
  await answer.filter({ hasText: /\S/ }).waitFor()
  const beginning = await answer.textContent()
  goOn()
  await answer.filter({ hasText: /= 30$/ }).waitFor()
  verdicts.note('the page shows the answer as it comes', beginning?.endsWith('30') ? ['it came at once'] : [])
  verdicts.note('the page throws nothing', errors)
  const bytes = requested.reduce((sum, size) => sum + size, 0)
  console.log(`${requested.length} files, ${(bytes / 1024).toFixed(1)} KiB before compression`)

  await page.goto(`${site.origin}/all`)
  const loaded = page.getByRole('status').filter({ hasText: /\S/ })
  const missing = ((await loaded.textContent()) ?? '').split(' ').filter((text) => text !== 'loaded')
  verdicts.note('every client package loads', [...missing, ...errors])
}

/** Answers requests to the CDN from the packages, and returns the sizes of what was requested. */
async function serveCdn(page: Page, packages: ReadonlyMap<string, string>): Promise<number[]> {
  const sizes: number[] = []
  await page.route(`${cdn}**`, async (route) => {
    const [, name = '', path = ''] =
      /^(@mira\/[\w-]+)@[\d.]+\/(.*)$/.exec(route.request().url().slice(cdn.length)) ?? []
    const body = readFileSync(join(packages.get(name) ?? '', path))
    sizes.push(body.length)
    const headers = { 'access-control-allow-origin': '*', 'x-content-type-options': 'nosniff' }
    await route.fulfill({ body, headers, contentType: 'application/javascript; charset=utf-8' })
  })
  return sizes
}

/** A page that imports the main entry of every package, by the import map and one entry for each. */
function allPackages(): string {
  const [, json = ''] = /<script type="importmap">([\s\S]*?)<\/script>/.exec(html) ?? []
  const map: { imports: Record<string, string> } = JSON.parse(json)
  for (const name of names) map.imports[`@mira/${name}`] = `${cdn}@mira/${name}@0.1.0/dist/index.js`
  map.imports['#socket'] = `${cdn}@mira/realtime@0.1.0/dist/socket-web.js`
  const program = `
    const names = ${JSON.stringify(names)}
    const load = (name) => import('@mira/' + name).then(() => 'loaded', (error) => name + ': ' + error)
    document.querySelector('output').textContent = (await Promise.all(names.map(load))).join(' ')`
  return `<script type="importmap">${JSON.stringify(map)}</script><output></output><script type="module">${program}</script>`
}
