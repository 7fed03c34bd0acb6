import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { isMiraError } from '@mira/core'
import { startServer } from '@mira/engines'
import { steps } from '../tour/steps.ts'
import { buildPage } from './build-page.ts'
import { chooseSteps } from './choose-steps.ts'
import { createDemoClient, type DemoClient } from './demo-client.ts'
import { runMiraServer } from './run-mira-server.ts'
import { type Playground, servePlayground } from './serve-playground.ts'
import type { Step, StepContext } from './step.ts'
import { bad, bold, dim, good, isInteractive, showProgress, writeHeading, writeLine, writeTable } from './terminal.ts'

/** Options of {@link runDemo}. */
export interface DemoOptions {
  /** Whether to exit after the tour instead of leaving the server running. */
  readonly exits: boolean
  /** Names of the steps to run. Defaults to all. */
  readonly only?: readonly string[] | undefined
  /** Whether to list the steps instead of running them. */
  readonly listsOnly: boolean
}

interface Outcome {
  readonly step: Step
  readonly isDone: boolean
  readonly summary: string
  readonly durationMs: number
}

/**
 * Runs the tour against a new local server.
 *
 * @returns The exit status: 0 when every step succeeded.
 */
export async function runDemo({ exits, only, listsOnly }: DemoOptions): Promise<number> {
  const chosen = only ? steps.filter(({ name }) => only.includes(name)) : steps
  if (listsOnly || chosen.length === 0) {
    for (const { name, title } of steps) writeLine(`${name.padEnd(14)} ${title}`)
    return listsOnly ? 0 : 1
  }
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort(new Error('Stopped by Ctrl-C')))
  const dataDir = await mkdtemp(join(tmpdir(), 'mira-demo-'))
  // A page is only looked at while the server keeps running.
  if (!exits) await showProgress('Building the page of the playground', buildPage())
  const playground = await servePlayground()
  // The page may load files only from its own origin, so file URLs must point there.
  const server = await startServer({ port: 0, dataDir, publicUrl: playground.apiUrl })
  try {
    if (!server.apiKey) throw new Error('A new store must have a development key')
    const api = { url: server.url, apiKey: server.apiKey }
    playground.connect(api)
    writeLine(`${bold('Mira')} local server at ${bold(server.url)}`)
    writeLine(dim('Offline, without an API key, with a temporary store'))
    const outputDir = resolve('demo-output')
    await mkdir(outputDir, { recursive: true })
    const connect = (apiKey: string): DemoClient => createDemoClient(server.url, apiKey)
    const context: StepContext = {
      mira: connect(api.apiKey),
      connect,
      administer: (...args) => runMiraServer(...args, '--data-dir', dataDir),
      signal: stop.signal,
      outputDir,
    }
    if (!exits && only === undefined && isInteractive()) {
      writeInvitation(playground, api)
      return await runChosen(context)
    }
    const outcomes = await runSteps(chosen, context)
    writeSummary(outcomes)
    if (!exits && !stop.signal.aborted) {
      writeInvitation(playground, api)
      await new Promise((done) => stop.signal.addEventListener('abort', done, { once: true }))
    }
    return outcomes.length === chosen.length && outcomes.every(({ isDone }) => isDone) ? 0 : 1
  } finally {
    await playground.close()
    await server.close()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** Runs the steps that the user chooses, until the user leaves. @returns The exit status: 0. */
async function runChosen(context: StepContext): Promise<number> {
  for (;;) {
    const chosen = await chooseSteps(steps)
    if (chosen.length === 0 || context.signal.aborted) return 0
    writeSummary(await runSteps(chosen, context))
    writeLine()
  }
}

async function runSteps(chosen: readonly Step[], context: StepContext): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const step of chosen) {
    if (context.signal.aborted) break
    writeHeading(step.title, step.endpoints.join(', '))
    const startedAtMs = performance.now()
    const [isDone, summary] = await runStep(step, context)
    outcomes.push({ step, isDone, summary, durationMs: performance.now() - startedAtMs })
  }
  return outcomes
}

async function runStep(step: Step, context: StepContext): Promise<[isDone: boolean, summary: string]> {
  try {
    return [true, await step.run(context)]
  } catch (error) {
    const summary = error instanceof Error ? error.message : String(error)
    writeLine(bad(isMiraError(error) ? JSON.stringify(error, null, 2) : summary))
    return [false, summary]
  }
}

function writeSummary(outcomes: readonly Outcome[]): void {
  const rows = outcomes.map(({ step, isDone, summary, durationMs }) => [
    `${isDone ? '✓' : '✗'} ${step.title}`,
    `${(durationMs / 1_000).toFixed(1)} s`,
    summary,
  ])
  writeLine()
  writeTable(['Step', 'Time', 'Result'], rows)
  const failed = outcomes.filter(({ isDone }) => !isDone)
  writeLine(failed.length === 0 ? good('All steps succeeded.') : bad(`Failed: ${failed.map(({ step }) => step.name)}`))
}

interface Api {
  readonly url: string
  readonly apiKey: string
}

/** Writes how to use the page and the server while they run. */
function writeInvitation(playground: Playground, { url, apiKey }: Api): void {
  writeLine()
  writeLine(`Playground: ${bold(playground.url)} (Ctrl-C stops it)`)
  writeLine(`Any OpenAI client works with ${bold(`${url}/v1`)}:`)
  const lines = [
    `curl ${url}/v1/chat/completions \\`,
    `  -H 'Authorization: Bearer ${apiKey}' \\`,
    "  -H 'Content-Type: application/json' \\",
    `  -d '{"model":"mira","messages":[{"role":"user","content":"Hello"}]}'`,
  ]
  for (const line of lines) writeLine(dim(line))
  writeLine()
}
