// Installs a small app of each framework as a user would, with the packed packages of this repository, builds it, serves it
// with the local server as its API, and streams a chat through its route. The packages must be built; npm takes the
// frameworks from its cache or registry.
//
//   node tests/frameworks/apps.ts            all of them
//   node tests/frameworks/apps.ts nuxt astro some of them
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startServer } from '@mira/server'
import { Verdicts } from '@mira/tests-size/verdicts'
import { checkLeaving, checkRefusals, checkStream } from './lib/check-route.ts'
import { installApp } from './lib/install-app.ts'
import { createPausingEngine } from './lib/pausing-engine.ts'
import { build, serve } from './lib/server-app.ts'

const chosen = process.argv.slice(2)
const names = chosen.length > 0 ? chosen : readdirSync(resolve(import.meta.dirname, '../../examples/frameworks/apps'))

const verdicts = new Verdicts()
const engine = createPausingEngine()
await using server = await startServer({ engines: { chat: engine } })
for (const name of names) {
  const startedAtMs = Date.now()
  const folder = mkdtempSync(join(tmpdir(), `mira-${name}-`))
  try {
    const app = await installApp(folder, `frameworks/apps/${name}`)
    await build(app, server)
    await using running = await serve(app, server)
    await check(`${name}: the page is served`, checkPage(running.origin))
    await check(`${name}: the route streams`, checkStream(running.origin, engine))
    await check(`${name}: the call ends when the visitor leaves`, checkLeaving(running.origin, engine))
    await check(`${name}: the route refuses what is not open`, checkRefusals(running.origin))
  } catch (error) {
    verdicts.note(`${name} starts`, [String(error)])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  console.log(`${name}: ${((Date.now() - startedAtMs) / 1000).toFixed(0)} s`)
}
verdicts.report()

/** Records a check; an error it throws is its problem. */
async function check(title: string, problems: Promise<readonly string[]>): Promise<void> {
  verdicts.note(title, await problems.catch((error: unknown) => [String(error)]))
}

async function checkPage(origin: string): Promise<string[]> {
  const page = await (await fetch(origin)).text()
  return page.includes('Ask Mira') ? [] : [`the page is ${page}`]
}
