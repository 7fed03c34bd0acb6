// Installs a Next.js example as a user would, with the packed packages of this repository, builds it, serves it with
// the local server as its API, and visits it. The packages must be built; npm takes the framework from its cache or
// registry.
//
//   node tests/frameworks/next.ts            examples/next, which uses the packages behind a proxy
//   node tests/frameworks/next.ts ai-sdk     examples/ai-sdk, which uses the AI SDK
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '@mira/server'
import { browserIsMissing, launchBrowser } from '@mira/tests-e2e/lib/browser-page.ts'
import { Verdicts } from '@mira/tests-size/verdicts'
import { checkKey } from './lib/check-key.ts'
import { checkAnswer, checkError, checkStop } from './lib/check-page.ts'
import { checkLeaving, checkRefusals, checkStream } from './lib/check-route.ts'
import { installApp } from './lib/install-app.ts'
import { buildApp, startApp } from './lib/next-app.ts'
import { createPausingEngine } from './lib/pausing-engine.ts'

const refusal = 'The service rests'
const examples = {
  next: { route: '/api/mira', shownRefusal: refusal },
  // The AI SDK masks errors unless the route maps them.
  'ai-sdk': { route: '/api/chat', shownRefusal: 'The answer failed' },
}
const example = process.argv[2] === 'ai-sdk' ? 'ai-sdk' : 'next'
const { route, shownRefusal } = examples[example]
let isResting = false

const verdicts = new Verdicts()
const folder = mkdtempSync(join(tmpdir(), 'mira-next-'))
try {
  const engine = createPausingEngine()
  await using server = await startServer({
    engines: { chat: engine },
    faults: () => (isResting ? { status: 402, detail: refusal } : undefined),
  })
  const app = await measure('install', installApp(folder, example))
  await measure('build', buildApp(app, server))
  await using running = await startApp(app, server)
  const { origin } = running

  if (example === 'next') {
    await check('the route streams', checkStream(origin, engine))
    await check('the call ends when the visitor leaves', checkLeaving(origin, engine))
    await check('the route refuses what is not open', checkRefusals(origin))
  }
  await check('the key stays on the server', checkKey({ app, origin, route }, server.apiKey))

  if (browserIsMissing === undefined) {
    await using browser = await launchBrowser()
    const page = await browser.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(String(error)))
    await page.goto(origin)
    await check('the page shows an answer as it comes', checkAnswer({ page, engine }))
    await check('the page stops an answer', checkStop({ page, engine }))
    isResting = true
    await check('the page shows an error', checkError({ page, engine }, shownRefusal))
    verdicts.note('the page throws nothing', errors)
  } else {
    console.log(`The page is not visited: ${browserIsMissing}`)
  }
} finally {
  rmSync(folder, { recursive: true })
}
verdicts.report()

/** Records a check; an error it throws is its problem. */
async function check(title: string, problems: Promise<readonly string[]>): Promise<void> {
  verdicts.note(title, await problems.catch((error: unknown) => [String(error)]))
}

async function measure<T>(what: string, work: Promise<T>): Promise<T> {
  const startedAtMs = Date.now()
  const result = await work
  console.log(`${what}: ${((Date.now() - startedAtMs) / 1000).toFixed(1)} s`)
  return result
}
